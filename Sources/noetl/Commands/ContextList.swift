import ArgumentParser
import NoetlCore

/// `noetl context list`: all contexts, with the current one marked.
struct ContextList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all contexts.",
        discussion: """
            EXAMPLES:
              noetl context list
              noetl context list --json
            """,
        aliases: ["ls"])

    @Flag(name: .shortAndLong, help: "Print JSON.") var json = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let contexts = try Surroundings(globals).contexts.load()
        if json { return try Console.print(ContextText().json(contexts)) }
        guard !contexts.all.isEmpty else {
            return try Console.print("No contexts yet. Create one: noetl context add <name> --server-url=<url>")
        }
        try Console.print(ContextText(paint: .output).table(contexts))
    }
}
