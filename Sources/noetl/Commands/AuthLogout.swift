import ArgumentParser
import NoetlCore

/// `noetl auth logout`: forgets the session that a context has cached.
struct AuthLogout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Forget the cached session of a context.",
        discussion: """
            The gateway has no way to end a session: it lives there until it expires.

            EXAMPLES:
              noetl auth logout
              noetl auth logout --context prod
              noetl auth logout --all
            """)

    @Flag(help: "Forget the sessions of all contexts.")
    var all = false

    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let surroundings = Surroundings(globals)
        try globals.refuseContext(with: "--all", given: all)
        let everyone = all
        let selection = surroundings.selection
        let cached = { (contexts: Contexts) throws(NoetlError) -> [String] in
            let asked = everyone ? contexts.all : [try selection.resolve(in: contexts)]
            return asked.filter { $0.session != nil }.map(\.name)
        }
        var ended = try cached(try surroundings.contexts.load())
        if !ended.isEmpty {
            ended = try surroundings.contexts.edit { file throws(NoetlError) in
                let names = try cached(file.contexts)
                for name in names { try file.apply(.endingSession, to: name) }
                return names
            }
        }
        guard !ended.isEmpty else { return try Console.print("There was no cached session to forget.") }
        for name in ended { try Console.print("Logged out of context '\(Redaction.cleaned(name))' on this machine.") }
        try Console.print("The gateway keeps the session until it expires.")
    }
}
