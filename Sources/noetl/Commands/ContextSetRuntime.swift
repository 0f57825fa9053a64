import ArgumentParser
import NoetlCore

/// `noetl context set-runtime`: where playbooks of the target context run.
struct ContextSetRuntime: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-runtime",
        abstract: "Set the runtime of a context.",
        discussion: """
            It is the current context's, or that of --context.

            EXAMPLES:
              noetl context set-runtime distributed
              noetl context set-runtime local --context laptop
            """)

    @Argument(help: "local, distributed or auto.", completion: .list(ContextField.runtimes)) var runtime: String
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let runtime = try ContextField.checkedRuntime(runtime)
        let surroundings = Surroundings(globals)
        let selection = surroundings.selection
        // Looked at before anything is created for writing.
        _ = try selection.resolve(in: try surroundings.contexts.load())
        let name = try surroundings.contexts.edit { file throws(NoetlError) in
            let name = try selection.resolve(in: file.contexts).name
            try file.apply(ContextChange([.runtime: .set(runtime)]), to: name)
            return name
        }
        try Console.print("Context '\(Redaction.cleaned(name))' has the runtime \(runtime) now.")
    }
}
