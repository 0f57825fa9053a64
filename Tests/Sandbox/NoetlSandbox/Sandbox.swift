import Foundation
import NIOSSL

/// An Auth0-shaped tenant and a NoETL gateway in one process on 127.0.0.1, over TLS and plain http.
///
/// Start one a test; it shares nothing with another but the tenant's signing key.
public final class Sandbox: Sendable {
    /// Where everything is.
    public let addresses: SandboxAddresses
    /// How it behaves.
    public let script: SandboxScript

    private let settings: SandboxSettings
    private let core: SandboxCore
    private let folder: TemporaryFolder
    private let listeners: [Listener]

    /// Starts all listeners; throws an error that names the port when one cannot be had.
    public static func start(_ settings: SandboxSettings = .init()) async throws -> Sandbox {
        let folder = try TemporaryFolder()
        var listeners: [Listener] = []
        do {
            let authority = try CertificateAuthority()
            try Data(authority.pem.utf8).write(to: URL(fileURLWithPath: folder.path(of: "ca.pem")))
            let tls = try NIOSSLContext(configuration: authority.serverConfiguration())
            let core = try SandboxCore(settings)
            let ports = settings.ports
            for (server, door, port) in [
                (SandboxServer.tenant, Door.tls, ports.tenant), (.tenant, .plain, ports.tenantPlain),
                (.gateway, .tls, ports.gateway), (.gateway, .plain, ports.gatewayPlain),
                (.server, .plain, ports.server),
            ] {
                let listener = try await Listener.open(
                    port: port, tls: door == .tls ? tls : nil, pauses: core.pauses,
                    answer: { await core.answer($0, as: server) })
                listeners.append(listener)
            }
            let control = ControlAPI(core)
            let controlListener = try await Listener.open(
                port: ports.control, tls: nil, pauses: core.pauses, answer: { control.answer($0) })
            listeners.append(controlListener)
            let addresses = Self.addresses(settings, listeners.map(\.port), caFile: folder.path(of: "ca.pem"))
            core.learn(addresses)
            return Sandbox(settings, core, folder, listeners, addresses)
        } catch {
            for listener in listeners { await listener.close() }
            folder.remove()
            throw error
        }
    }

    private init(
        _ settings: SandboxSettings, _ core: SandboxCore, _ folder: TemporaryFolder, _ listeners: [Listener],
        _ addresses: SandboxAddresses
    ) {
        self.settings = settings
        self.core = core
        self.folder = folder
        self.listeners = listeners
        self.addresses = addresses
        script = core.script
    }

    /// Every request of all servers in the order of arrival; those of the control API are not among them.
    public var requests: [RecordedRequest] { core.log.all }

    /// Forgets the requests so far.
    public func forgetRequests() {
        core.log.clear()
    }

    /// The first request that matches, as soon as it was answered or dropped; throws when the task is cancelled.
    public func request(
        where matches: @escaping @Sendable (RecordedRequest) -> Bool
    ) async throws -> RecordedRequest {
        guard let found = await core.log.first(where: matches) else { throw CancellationError() }
        return found
    }

    /// Ends all gateway sessions.
    public func expireSessions() {
        core.gateway.sessions.expireAll()
    }

    /// Makes tokens as a login would, for the modes that start with one; flawed as the script says.
    public func issueTokens(to email: String? = nil, nonce: String? = nil) throws -> IssuedTokens {
        try core.issueTokens(to: email, nonce: nonce)
    }

    /// Stops listening, closes all connections and removes the certificate file.
    public func stop() async {
        core.pauses.endAll()
        for listener in listeners { await listener.close() }
        folder.remove()
    }

    private static func addresses(_ settings: SandboxSettings, _ ports: [Int], caFile: String) -> SandboxAddresses {
        SandboxAddresses(
            tenantDomain: "localhost:\(ports[0])", tenantURL: "https://localhost:\(ports[0])",
            tenantPlainURL: "http://127.0.0.1:\(ports[1])", gatewayURL: "https://localhost:\(ports[2])",
            gatewayPlainURL: "http://127.0.0.1:\(ports[3])", serverURL: "http://127.0.0.1:\(ports[4])",
            controlURL: "http://127.0.0.1:\(ports[5])", caFile: caFile, clientID: settings.clients.first?.id ?? "",
            clientSecret: settings.clients.first?.secret, clients: settings.clients, users: settings.users,
            realm: settings.realm, audiences: settings.audiences)
    }
}
