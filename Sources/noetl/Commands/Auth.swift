import ArgumentParser

/// `noetl auth`: logging in and out, and what lies between.
struct Auth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth",
        abstract: "Log in to a gateway, look at the session, and log out.",
        discussion: """
            EXAMPLES:
              noetl auth login --browser-pkce
              noetl auth status --all
              noetl auth logout --context prod
            """,
        subcommands: [AuthLogin.self, AuthStatus.self, AuthToken.self, AuthDoctor.self, AuthLogout.self])

    @OptionGroup var globals: GlobalFlags
}
