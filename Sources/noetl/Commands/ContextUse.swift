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
              noetl context use -
            """)

    @Argument(help: "Name of the context; - for the previous one.", completion: ContextCompletion.names)
    var name: String
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let contexts = Surroundings(globals).contexts
        // Looked at before anything is created for writing.
        let name = try target(in: contexts)
        let server = try contexts.edit { file throws(NoetlError) in
            try file.setCurrent(name)
            return file.contexts[name]?.serverURL
        }
        try Console.print(
            "Switched to context '\(Redaction.cleaned(name))' (\(Redaction.cleaned(server ?? "no server URL"))).")
    }

    /// The name to switch to.
    private func target(in store: ContextStore) throws(NoetlError) -> String {
        let contexts = try store.load()
        guard name == "-" else { return try contexts.named(name).name }
        guard let previous = store.previousContext, previous != contexts.current else { throw .noPreviousContext }
        guard contexts[previous] != nil else {
            throw .contextNotFound(previous, source: .previous, among: contexts)
        }
        return previous
    }
}
