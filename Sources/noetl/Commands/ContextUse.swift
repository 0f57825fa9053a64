import ArgumentParser
import NoetlCore

/// `noetl context use`: makes a context the current one.
struct ContextUse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use",
        abstract: "Switch to a context.",
        discussion: """
            EXAMPLES:
              noetl context use prod
            """)

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var name: String
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let name = name
        let contexts = Surroundings(globals).contexts
        // Looked at before anything is created for writing.
        guard try contexts.load()[name] != nil else { throw NoetlError.contextNotFound(name, source: .argument) }
        let server = try contexts.edit { file throws(NoetlError) in
            guard let context = file.contexts[name] else {
                throw NoetlError.contextNotFound(name, source: .argument)
            }
            try file.setCurrent(name)
            return context.serverURL
        }
        try Console.print(
            "Switched to context '\(Redaction.cleaned(name))' (\(Redaction.cleaned(server ?? "no server URL"))).")
    }
}
