import ArgumentParser
import NoetlCore

/// `noetl context add`: creates a context, or changes the fields named of an existing one.
struct ContextAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Create a context, or set fields of an existing one.",
        discussion: """
            The cached session and every field that is not named stay as they are. The
            first context becomes the current one.

            EXAMPLES:
              noetl context add prod --server-url https://gateway.acme.com \\
                --auth0-domain acme.us.auth0.com --auth0-client-id Abc123XYZ
              noetl context add local --server-url http://localhost:8082 --runtime local
            """)

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var name: String
    @OptionGroup(title: "Settings") var settings: ContextFlags
    @Flag(help: "Make it the current context.") var setCurrent = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let settings = settings, name = name, setsCurrent = setCurrent
        try ContextName.check(name)
        guard let address = settings.serverUrl else {
            throw NoetlError(
                .usage, what: "A context needs a server URL.", why: "--server-url was not given.",
                next: "noetl context add \(shellWord(name)) --server-url=https://gateway.acme.com")
        }
        let change = try settings.change()
        let surroundings = Surroundings(globals)
        let (isNew, isCurrent) = try surroundings.contexts.edit { file throws(NoetlError) in
            let before = file.contexts
            var full = change
            if before[name] == nil, full[.runtime] == nil { full[.runtime] = .set("auto") }
            try file.apply(full, to: name)
            let becomesCurrent = setsCurrent || (before.all.isEmpty)
            if becomesCurrent { try file.setCurrent(name) }
            return (before[name] == nil, file.contexts.current == name)
        }
        try Console.print(
            "Context '\(Redaction.cleaned(name))' \(isNew ? "added" : "updated")\(isCurrent ? " (current)" : "").")
        ContextWarnings.show(for: address)
    }
}
