import ArgumentParser
import NoetlCore

/// `noetl catalog register`: adds a resource, or a version of it.
struct CatalogRegister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Add a resource to the catalog, or a version to one that is there.",
        discussion: """
            The file says itself what it is (kind: Playbook) and where it goes.

            EXAMPLES:
              noetl catalog register hello_world.yaml
              noetl catalog register - --json < hello_world.yaml
            """)

    @Argument(help: "File with one resource, YAML or JSON; - reads standard input.", completion: .file())
    var file: String
    @Flag(name: .shortAndLong, help: "Print the server's answer as JSON.") var json = false
    @OptionGroup(title: "Server") var server: ServerFlags
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        // Without a session nothing is read either.
        let catalog = try server.catalog(in: Surroundings(globals))
        let name = file
        let resource = try await offPool { () throws(NoetlError) in try ResourceFile(readingFrom: name) }
        let registered = try await catalog.register(resource)
        try Console.print(json ? JSONText.reformatted(registered.answer) : CatalogText.registered(registered))
    }
}
