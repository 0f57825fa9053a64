import ArgumentParser

/// `noetl catalog`: what a NoETL server can run.
struct Catalog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Read the catalog of a NoETL server, and add to it.",
        discussion: """
            EXAMPLES:
              noetl catalog list Playbook
              noetl catalog get examples/hello_world
              noetl catalog register hello_world.yaml
            """,
        subcommands: [CatalogList.self, CatalogGet.self, CatalogRegister.self])

    @OptionGroup var globals: GlobalFlags
}
