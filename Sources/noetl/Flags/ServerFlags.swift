import ArgumentParser
import NoetlCore

/// Which server a command talks to, and with which session.
struct ServerFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Another server than the context's; its session is not sent there.", valueName: "url"))
    var serverUrl: String?

    @Option(help: ArgumentHelp("Use this session (env NOETL_SESSION_TOKEN).", valueName: "token"))
    var sessionToken: String?

    @Flag(help: "Go through a gateway (env NOETL_USE_GATEWAY=1), whatever the context says.")
    var gateway = false

    /// The choice that the flags state.
    var choice: ServerTarget.Choice {
        ServerTarget.Choice(
            serverURL: serverUrl, sessionToken: sessionToken.map { Secret($0) }, throughGateway: gateway)
    }
}
