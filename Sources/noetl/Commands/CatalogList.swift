import ArgumentParser
import NoetlCore

/// `noetl catalog list`: everything of one type.
struct CatalogList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what the catalog has of one type.",
        discussion: """
            EXAMPLES:
              noetl catalog list Playbook
              noetl --context prod catalog list Credential --json
            """)

    @Argument(help: "Playbook, Credential, ...", completion: .list(["Playbook", "Credential"])) var type: String
    @Flag(name: .shortAndLong, help: "Print the server's answer as JSON.") var json = false
    @OptionGroup(title: "Server") var server: ServerFlags
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let listing = try await server.catalog(in: Surroundings(globals)).list(type)
        if json { return try Console.print(JSONText.reformatted(listing.answer)) }
        guard !listing.entries.isEmpty else {
            return try Console.print("The catalog has nothing of the type '\(Redaction.cleaned(type))'.")
        }
        var table = Table("PATH", "KIND", "VERSION")
        for entry in listing.entries { table.add(entry.path, entry.kind, entry.version) }
        try Console.print(table.text(.output))
    }
}
