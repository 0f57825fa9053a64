import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// While a person signs in, a connection to the gateway opens, which the login then goes over.
@Suite(.timeLimit(.minutes(5))) struct WarmUpTests {
    /// Tells when the first question to the gateway is put, and how it ends.
    private final class Lookout: HTTPTransport {
        private let real: any HTTPTransport
        private let starts = AsyncStream.makeStream(of: Void.self)
        private let ends = AsyncStream.makeStream(of: NoetlError.Code?.self)

        init(_ real: any HTTPTransport) { self.real = real }

        func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
            guard request.url.path() == "/health" else { return try await real.send(request) }
            starts.continuation.yield()
            do throws(NoetlError) {
                let response = try await real.send(request)
                ends.continuation.yield(nil)
                return response
            } catch {
                ends.continuation.yield(error.code)
                throw error
            }
        }

        /// Waits until it is put.
        func start() async { for await _ in starts.stream { return } }

        /// Waits until it has been answered, or has failed with this code.
        func end() async -> NoetlError.Code? {
            for await end in ends.stream { return end }
            return nil
        }
    }

    private func ports(_ stage: FlowStage, _ endpoints: Set<SandboxEndpoint>) -> Set<Int> {
        Set(stage.sandbox.requests.filter { endpoints.contains($0.endpoint) }.map(\.clientPort))
    }

    @Test func `A login opens one connection to each host`() async throws {
        try await FlowStage.with { stage in
            let lookout = Lookout(stage.world().http)
            var address: URL?
            _ = try await stage.events(of: stage.pkceRequest(), in: .forTests(http: lookout, clock: .system)) { event in
                if case .preflight(let preflight) = event { address = preflight.address }
                guard case .allowlist = event else { return }
                #expect(await lookout.end() == nil)
                // A busy machine may close the browser's connection before its last page: no matter here.
                _ = try? await stage.sandbox.signIn(at: try #require(address).absoluteString)
            }
            let asked = stage.sandbox.requests.filter { $0.server == .gateway }
            #expect(asked.map(\.endpoint) == [.health, .login])
            #expect(asked.first?.headers["authorization"] == nil)
            #expect(ports(stage, [.health, .login]).count == 1)
            #expect(ports(stage, [.silentAuthorize, .token]).count == 1)
        }
    }

    @Test(arguments: [ScriptedAnswer.hang, .drop, .empty(500)])
    func `What becomes of the first question does not matter`(answer: ScriptedAnswer) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.health, answer)
            let events = try await stage.events(of: stage.pkceRequest()) { event in
                guard case .preflight(let preflight) = event else { return }
                // As above.
                _ = try? await stage.sandbox.signIn(at: preflight.address.absoluteString)
            }
            guard case .loggedIn = events.last else { return #expect(Bool(false), "no login") }
            #expect(stage.gatewayLogins == 1)
        }
    }

    @Test func `A question without an answer ends with the login`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.health, .hang)
            let lookout = Lookout(stage.world().http)
            let request = stage.pkceRequest()
            let login = Task {
                try await stage.failure(of: request, in: .forTests(http: lookout, clock: ManualClock().door))
            }
            await lookout.start()
            login.cancel()
            #expect(await lookout.end() == .cancelled)
            _ = try await login.value
        }
    }

    @Test func `A login that is to ask nothing beforehand does not`() async throws {
        try await FlowStage.with { stage in
            var request = stage.pkceRequest()
            request.probesAllowlist = false
            _ = try await stage.events(of: request) { event in
                guard case .preflight(let preflight) = event else { return }
                _ = try await stage.sandbox.signIn(at: preflight.address.absoluteString)
            }
            #expect(stage.sandbox.requests.filter { $0.server == .gateway }.map(\.endpoint) == [.login])
        }
    }

    @Test func `A login that waits for nobody asks once`() async throws {
        try await FlowStage.with { stage in
            _ = try await stage.events(of: stage.passwordRequest)
            #expect(stage.sandbox.requests.map(\.endpoint) == [.token, .login])
        }
    }
}
