import ArgumentParser
import NoetlCore

/// `noetl catalog get`: the latest version of one resource.
struct CatalogGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show one resource of the catalog, in its latest version.",
        discussion: """
            EXAMPLES:
              noetl catalog get examples/hello_world
              noetl --context prod catalog get examples/hello_world --json
            """)

    @Argument(help: "Path of the resource, as the list shows it.") var path: String
    @Flag(name: .shortAndLong, help: "Print the server's answer as JSON.") var json = false
    @OptionGroup(title: "Server") var server: ServerFlags
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let resource = try await server.catalog(in: Surroundings(globals)).resource(at: path)
        try Console.print(json ? JSONText.reformatted(resource.answer) : CatalogText.resource(resource))
    }
}
