import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// A cancel ends a login wherever it waits, and leaves nothing behind.
@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
    /// Lets a test wait until a request is on its way, and until it has failed.
    private final class Watch: HTTPTransport {
        private let real: any HTTPTransport
        private let started = AsyncStream.makeStream(of: String.self)
        private let failed = AsyncStream.makeStream(of: NoetlError.Code.self)

        init(_ real: any HTTPTransport) { self.real = real }

        func prepare(for url: URL) throws(NoetlError) { try real.prepare(for: url) }

        func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
            started.continuation.yield(request.url.path())
            do throws(NoetlError) { return try await real.send(request) } catch {
                failed.continuation.yield(error.code)
                throw error
            }
        }

        /// Waits until this path is asked for.
        func hasStarted(_ path: String) async {
            for await found in started.stream where found == path { return }
        }

        /// How the first request that failed did.
        func firstFailure() async -> NoetlError.Code? {
            for await code in failed.stream { return code }
            return nil
        }
    }

    @Test(arguments: [
        (
            SandboxEndpoint.token,
            LoginMode.password(email: "you@example.com", password: Secret("sandbox-password"), realm: nil),
            "/oauth/token"
        ),
        (.deviceCode, .device, "/oauth/device/code"),
        (
            .login, .password(email: "you@example.com", password: Secret("sandbox-password"), realm: nil),
            "/api/auth/login"
        ),
    ])
    func `A request that waits for its answer is given up`(endpoint: SandboxEndpoint, mode: LoginMode, path: String)
        async throws
    {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(endpoint, .hang)
            let watch = Watch(stage.world().http)
            let login = Task { try await stage.failure(of: stage.request(mode), in: .forTests(http: watch)) }
            await watch.hasStarted(path)
            login.cancel()
            #expect(await watch.firstFailure() == .cancelled)
            _ = try await login.value
            #expect(try stage.saved() == nil)
        }
    }

    @Test func `A device login that waits for its next poll ends`() async throws {
        try await FlowStage.with { stage in
            let clock = ManualClock()
            let login = Task { try await stage.failure(of: stage.request(.device), in: stage.world(clock: clock.door)) }
            await clock.hasBegun(1)
            login.cancel()
            _ = try await login.value
            #expect(stage.sandbox.requests.allSatisfy { $0.endpoint == .deviceCode || $0.endpoint == .health })
        }
    }

    @Test func `A pause before a busy gateway is asked again ends`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.login, .gatewayBusy)
            let clock = ManualClock()
            let login = Task { try await stage.failure(of: stage.passwordRequest, in: stage.world(clock: clock.door)) }
            await clock.hasBegun(1)
            login.cancel()
            _ = try await login.value
            #expect(stage.gatewayLogins == 1)
            #expect(try stage.saved() == nil)
        }
    }

    @Test func `A browser login frees its port and its connections`() async throws {
        try await FlowStage.with { stage in
            var request = stage.request(.pkce(loginHint: nil))
            let port = FreePort.next()
            request.overrides.pkcePort = port
            let clock = ManualClock()
            let login = Task { [request] in try await stage.failure(of: request, in: stage.world(clock: clock.door)) }
            await clock.hasBegun(1)
            let idle = try await RawSocket.connect(to: port)
            login.cancel()
            // The listener is closed before its connections are.
            #expect(try await idle.everything() == "")
            #expect(await FreePort.isGivenBack(port))
            _ = try await login.value
        }
    }

    @Test func `Leaving the loop cancels as well`() async throws {
        try await FlowStage.with { stage in
            var request = stage.request(.pkce(loginHint: nil))
            let port = FreePort.next()
            request.overrides.pkcePort = port
            var idle: RawSocket?
            let world = stage.world(clock: ManualClock().door)
            for try await event in LoginFlow(contexts: stage.contexts, world: world).events(for: request) {
                guard case .preflight = event else { continue }
                idle = try await RawSocket.connect(to: port)
                break
            }
            #expect(try await idle?.everything() == "")
            #expect(await FreePort.isGivenBack(port))
        }
    }

    @Test func `A window that is over frees its port too`() async throws {
        try await FlowStage.with { stage in
            var request = stage.request(.pkce(loginHint: nil))
            let port = FreePort.next()
            request.overrides.pkcePort = port
            request.window = .seconds(42)
            // The wait for the window is the only one then.
            request.probesAllowlist = false
            let clock = ManualClock()
            let login = Task { [request] in try await stage.failure(of: request, in: stage.world(clock: clock.door)) }
            await clock.hasBegun(1)
            #expect(clock.waits == [.seconds(42)])
            clock.advance(by: .seconds(42))
            let error = try #require(try await login.value)
            #expect(error.code == .callbackTimeout)
            #expect(await FreePort.isGivenBack(port))
        }
    }

    @Test func `A port that is taken ends a browser login before any browser opens`() async throws {
        try await FlowStage.with { stage in
            try await RawServer.with(answering: "") { server in
                var request = stage.request(.pkce(loginHint: nil))
                request.overrides.pkcePort = server.port
                request.opensBrowser = true
                // The browser of this world fails the test when it is opened.
                let error = try #require(try await stage.failure(of: request, in: stage.world()))
                #expect(error.code == .portInUse)
                #expect(error.why.contains("\(server.port)"))
                #expect(stage.sandbox.requests.isEmpty)
            }
        }
    }
}
