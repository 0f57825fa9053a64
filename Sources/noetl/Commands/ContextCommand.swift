import ArgumentParser

/// `noetl context`: named bundles of settings.
struct ContextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "context",
        abstract: "Create, change, list and choose contexts.",
        discussion: """
            EXAMPLES:
              noetl context add prod --server-url https://gateway.acme.com
              noetl context list
              noetl context use prod
            """,
        subcommands: [
            ContextAdd.self, ContextInit.self, ContextUpdate.self, ContextList.self, ContextUse.self,
            ContextCurrent.self, ContextSetRuntime.self, ContextRename.self, ContextDelete.self,
            ContextPortForward.self,
        ])

    @OptionGroup var globals: GlobalFlags
}
