import ArgumentParser
import NoetlCore

/// `noetl context update`: changes fields of a context that exists.
struct ContextUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change settings of a context.",
        discussion: """
            What is not named stays; an empty text clears. The cached session is never
            touched.

            EXAMPLES:
              noetl context update prod --auth0-client-id Abc123XYZ
              noetl context update prod --auth0-audience ""
            """)

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var name: String
    @OptionGroup(title: "Settings") var settings: ContextFlags
    @Flag(help: "Make it the current context.") var setCurrent = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let name = name, setsCurrent = setCurrent
        let change = try settings.change()
        guard !change.isEmpty || setsCurrent else {
            throw NoetlError(
                .usage, what: "Nothing was changed.", why: "No setting was named.",
                next: "See: noetl context update --help")
        }
        let contexts = Surroundings(globals).contexts
        // Looked at before anything is created for writing.
        _ = try contexts.load().named(name)
        try contexts.edit { file throws(NoetlError) in
            _ = try file.contexts.named(name)
            if !change.isEmpty { try file.apply(change, to: name) }
            if setsCurrent { try file.setCurrent(name) }
        }
        try Console.print("Context '\(Redaction.cleaned(name))' updated.")
        if let address = settings.serverUrl { ContextWarnings.show(for: address) }
    }
}
