import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What is known about sessions, one by one and many at a time.
@Suite(.timeLimit(.minutes(5))) struct SessionStatusTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func context(_ name: String = "prod", saved: TimeInterval? = nil, server: String? = nil) -> Context {
        Context(
            name: name, serverURL: server ?? "https://\(name).acme.com",
            session: CachedSession(
                token: Secret("tok-1"), expiresAt: saved.map { Self.now.addingTimeInterval($0) }, user: "saved@acme.com"
            ))
    }

    private func check(_ http: any HTTPTransport) -> SessionCheck {
        SessionCheck(world: .forTests(http: http, now: { Self.now }))
    }

    @Test(
        arguments: [(1, .valid, 0), (0, .expired, 77), (-1, .expired, 77), (nil, .unknown, 0)]
            as [(TimeInterval?, SessionStatus.State, Int32)])
    func `The saved expiry decides when nobody is asked`(
        saved: TimeInterval?, state: SessionStatus.State, exit: Int32
    ) {
        let status = check(ShutTransport()).savedStatus(of: context(saved: saved))
        #expect(status.state == state)
        #expect(status.exitStatus == exit)
        #expect(status.user.email == "saved@acme.com")
        #expect(!status.isConfirmed)
    }

    @Test func `The gateway's word counts more than the file's`() async throws {
        let valid = ScriptedTransport.answering(
            200, #"{"valid":true,"user":{"roles":["admin"]},"expires_at":"2027-01-16T00:00:00Z"}"#)
        let good = try await check(valid).status(of: context(saved: -1), allowsInsecureHTTP: false)
        #expect(good.state == .valid)
        #expect(good.user.email == "saved@acme.com")
        #expect(good.user.roles == ["admin"])
        #expect(good.expiresAt.map(Timestamp.text) == "2027-01-16T00:00:00Z")
        #expect(valid.requests.first?.timeout == .seconds(15))
        let invalid = ScriptedTransport.answering(200, #"{"valid":false}"#)
        let over = try await check(invalid).status(of: context(saved: 3_600), allowsInsecureHTTP: false)
        #expect(over.state == .expired)
        // The saved one is wrong then.
        #expect(over.expiresAt == nil)
        let past = try await check(invalid).status(of: context(saved: -3_600), allowsInsecureHTTP: false)
        #expect(past.expiresAt == Self.now.addingTimeInterval(-3_600))
    }

    @Test func `Many are asked four at a time, and keep their order`() async throws {
        let http = CountingTransport(waitingFor: 4)
        let contexts = (0..<10).map { context("c\($0)") } + [Context(name: "empty", serverURL: "https://x.acme.com")]
        let found = try await check(http).statuses(of: contexts, allowsInsecureHTTP: false)
        #expect(found.map(\.context) == contexts.map(\.name))
        #expect(found.map(\.state) == Array(repeating: .valid, count: 10) + [.none])
        #expect(http.most == 4)
    }

    @Test func `One that fails says why, and the others have their result`() async throws {
        let contexts = [
            context("down"), context("plain", server: "http://plain.acme.com"), context("odd", server: "gopher://x"),
            context("good"),
        ]
        let found = try await check(CountingTransport()).statuses(of: contexts, allowsInsecureHTTP: false)
        #expect(found.map(\.problem?.code) == [.network, .usage, .usage, nil])
        #expect(found.map(\.exitStatus) == [1, 1, 1, 0])
        #expect(found[0].user.email == "saved@acme.com")
    }

    @Test func `A cancel ends all of them`() async throws {
        let contexts = (0..<10).map { context("hang\($0)") }
        let task = Task { try await check(CountingTransport()).statuses(of: contexts, allowsInsecureHTTP: false) }
        task.cancel()
        let error = await #expect(throws: NoetlError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }
}

/// Counts the requests that are under way; the first ones wait for each other.
private final class CountingTransport: HTTPTransport {
    private struct State {
        var arrived = 0
        var current = 0
        var most = 0
    }

    private let state = Guarded(State())
    private let crowd: Int
    var most: Int { state.current.most }

    init(waitingFor crowd: Int = 0) { self.crowd = crowd }

    func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
        let host = request.url.host() ?? ""
        if host.hasPrefix("hang") {
            // Until the task is cancelled.
            do { try await Task.sleep(for: .seconds(3_600)) } catch { throw .cancelled }
        }
        if host.hasPrefix("down") { throw NoetlError(.network, what: "away") }
        state.with {
            $0.arrived += 1
            $0.current += 1
            $0.most = max($0.most, $0.current)
        }
        while state.current.arrived < crowd { await Task.yield() }
        // One more than is allowed would come meanwhile.
        for _ in 0..<100 { await Task.yield() }
        state.with { $0.current -= 1 }
        return HTTPResponse(status: 200, body: Data(#"{"valid":true}"#.utf8))
    }
}
