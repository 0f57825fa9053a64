import ArgumentParser
import NoetlCore

/// `noetl context rename`: gives a context another name, in its place.
struct ContextRename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a context another name.",
        discussion: """
            Settings, session and place in the file stay; the current context stays the
            current one.

            EXAMPLES:
              noetl context rename gke-prod prod
            """)

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var old: String
    @Argument(help: "Its new name.") var new: String
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let surroundings = Surroundings(globals)
        // Looked at before anything is created for writing.
        _ = try surroundings.contexts.load().named(old)
        try surroundings.contexts.rename(old, to: new)
        PortForwards(home: surroundings.home).rename(old, to: new)
        try Console.print("Context '\(Redaction.cleaned(old))' renamed to '\(Redaction.cleaned(new))'.")
    }
}
