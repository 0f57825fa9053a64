import ArgumentParser

/// `noetl catalog`: what a NoETL server can run.
struct Catalog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into the catalog of a NoETL server.",
        discussion: """
            EXAMPLES:
              noetl catalog list Playbook
            """,
        subcommands: [CatalogList.self])

    @OptionGroup var globals: GlobalFlags
}
