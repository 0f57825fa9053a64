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

    /// The catalog of the server that flags, environment and context choose; warns of a session that others can read.
    ///
    /// - Throws: what `ServerTarget` throws.
    func catalog(in surroundings: Surroundings) throws(NoetlError) -> CatalogClient {
        let choice = ServerTarget.Choice(
            serverURL: serverUrl, sessionToken: sessionToken.map { Secret($0) }, throughGateway: gateway)
        let target = try ServerTarget(
            of: choice, context: surroundings.selection, in: try surroundings.contexts.load(),
            environment: surroundings.environment)
        if target.session != nil, target.base.isExposed {
            Console.warn("\(target.base) is not encrypted; others on the network can read the session.")
        }
        return CatalogClient(
            base: target.base, isGateway: target.isGateway, session: target.session, world: surroundings.world)
    }
}
