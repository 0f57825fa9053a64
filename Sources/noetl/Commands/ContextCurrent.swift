import ArgumentParser
import NoetlCore

/// `noetl context current`: the context that commands work on, and its settings.
struct ContextCurrent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "current",
        abstract: "Show the current context and its settings.",
        discussion: """
            EXAMPLES:
              noetl context current
              noetl context current --name-only
            """)

    @Flag(name: .shortAndLong, help: "Print JSON.") var json = false
    @Flag(help: "Print the name alone, for shell prompts.") var nameOnly = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        guard !(json && nameOnly) else {
            throw NoetlError(
                .usage, what: "--json and --name-only cannot be used together.", next: "Leave one of them out.")
        }
        let surroundings = Surroundings(globals)
        let context = try surroundings.selection.resolve(in: try surroundings.contexts.load())
        if nameOnly {
            // As it is, so that it can be passed on; only a name that no terminal should see is cleaned.
            let isHarmless = !context.name.unicodeScalars.contains(where: Redaction.isHarmful)
            return try Console.print(isHarmless ? context.name : Redaction.cleaned(context.name))
        }
        try Console.print(json ? ContextText().json(context) : ContextText(paint: .output).settings(context))
    }
}
