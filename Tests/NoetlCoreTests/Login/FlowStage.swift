import Foundation
@testable import NoetlCore
import NoetlSandbox
import NoetlTestSupport

/// A sandbox and a config of its own, on which login flows run over real sockets and real TLS.
final class FlowStage: Sendable {
    let sandbox: Sandbox
    let folder: URL

    /// The config file, read and written by the real store.
    var contexts: ContextStore { ContextStore(file: folder.appending(path: "config.yaml")) }

    private init(sandbox: Sandbox, folder: URL) {
        self.sandbox = sandbox
        self.folder = folder
    }

    /// Runs `body` with a context `prod` that belongs to the sandbox, and tidies up.
    static func with(_ body: (FlowStage) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "noetl-flow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }  // A left-over folder fails no test.
        try await Sandbox.with { sandbox in
            let stage = FlowStage(sandbox: sandbox, folder: folder)
            try stage.contexts.edit { file throws(NoetlError) in
                try file.apply(
                    ContextChange([
                        .serverURL: .set(sandbox.addresses.gatewayURL),
                        .auth0Domain: .set(sandbox.addresses.tenantDomain),
                        .auth0ClientID: .set(sandbox.addresses.clientID),
                    ]), to: "prod")
                try file.setCurrent("prod")
            }
            try await body(stage)
        }
    }

    /// A world with the sandbox's authority trusted, and shut doors for the rest.
    func world(clock: MonotonicClock = .system, browser: any Browser = ShutBrowser(), caFile: String? = nil) -> World {
        let environment = Environment([:])
        let trust = TrustSettings(caFile: caFile ?? sandbox.addresses.caFile, environment: environment)
        return .forTests(http: SystemHTTP(trust: trust, environment: environment), browser: browser, clock: clock)
    }

    /// A request on `prod` that opens no browser.
    func request(_ mode: LoginMode) -> LoginRequest {
        var request = LoginRequest(
            mode: mode, context: ContextSelection(flag: "prod", environment: Environment([:])))
        request.opensBrowser = false
        return request
    }

    /// A password login of the sandbox's first user.
    var passwordRequest: LoginRequest {
        request(.password(email: "you@example.com", password: Secret("sandbox-password"), realm: nil))
    }

    /// A browser login at a port of its own, which the tenant accepts.
    func pkceRequest() -> LoginRequest {
        var request = request(.pkce(loginHint: nil))
        let port = FreePort.next()
        request.overrides.pkcePort = port
        sandbox.script.allow("http://127.0.0.1:\(port)/callback")
        return request
    }

    /// All events of a login.
    func events(
        of request: LoginRequest, in world: World? = nil, onEvent: (LoginEvent) async throws -> Void = { _ in }
    ) async throws -> [LoginEvent] {
        var events: [LoginEvent] = []
        var flow = LoginFlow(contexts: contexts, world: world ?? self.world())
        // The tests share two threads: what takes a moment elsewhere may take long here.
        flow.pagePatience = .seconds(120)
        for try await event in flow.events(for: request) {
            events.append(event)
            try await onEvent(event)
        }
        return events
    }

    /// The failure of a login; nil when it succeeded.
    func failure(of request: LoginRequest, in world: World? = nil) async throws -> NoetlError? {
        do {
            _ = try await events(of: request, in: world)
            return nil
        } catch let error as NoetlError { return error }
    }

    /// How often the gateway was asked for a session.
    var gatewayLogins: Int { sandbox.requests.count { $0.endpoint == .login } }

    /// The session saved on `prod`.
    func saved() throws -> CachedSession? { try contexts.load()["prod"]?.session }
}
