import ArgumentParser
import NoetlCore

/// `noetl context delete`: removes a context and its cached session.
struct ContextDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove a context and its cached session.",
        discussion: """
            On a terminal it asks first; without one it proceeds.

            EXAMPLES:
              noetl context delete old-env
              noetl context delete old-env --yes
            """,
        aliases: ["rm"])

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var name: String
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let name = name
        let surroundings = Surroundings(globals)
        let contexts = surroundings.contexts
        _ = try contexts.load().named(name)
        if !yes, Console.isTerminal {
            let answer = try await HiddenInput.line(
                "Delete context '\(Redaction.cleaned(name))' and its session? [y/N] ")
            guard ["y", "yes"].contains(answer.lowercased()) else { return try Console.print("Nothing was deleted.") }
        }
        let wasCurrent = try contexts.edit { file throws(NoetlError) in
            let wasCurrent = file.contexts.current == name
            try file.delete(name)
            return wasCurrent
        }
        try Console.print("Context '\(Redaction.cleaned(name))' deleted.")
        if case .running = PortForwards(home: surroundings.home).status(of: name) {
            Console.note("Its port-forward still runs; end it: noetl context port-forward \(shellWord(name)) --stop")
        }
        if wasCurrent { Console.note("No context is current now; choose one: noetl context use <name>") }
    }
}
