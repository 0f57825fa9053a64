import ArgumentParser

/// `noetl auth`: logging in and out.
struct Auth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Log in to a gateway, and out again.",
        discussion: """
            EXAMPLES:
              noetl auth login --browser-pkce
              noetl auth logout --context prod
            """,
        subcommands: [AuthLogin.self, AuthLogout.self])

    @OptionGroup var globals: GlobalFlags
}
