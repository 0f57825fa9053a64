import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Whether a session is good enough to make a login unnecessary.
@Suite struct SessionCheckTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func alive(
        _ http: any HTTPTransport, saved: TimeInterval? = nil, server: String? = "https://gateway.acme.com",
        hasSession: Bool = true, minimum: Duration = .seconds(1_800), allowsInsecureHTTP: Bool = false
    ) async throws -> SessionCheck.Alive? {
        let session = CachedSession(
            token: Secret("tok-1"), expiresAt: saved.map { Self.now.addingTimeInterval($0) }, user: "saved@example.com")
        let context = Context(name: "prod", serverURL: server, session: hasSession ? session : nil)
        return try await SessionCheck(world: .forTests(http: http, now: { Self.now })).session(
            of: context, for: minimum, allowsInsecureHTTP: allowsInsecureHTTP)
    }

    private static func valid(_ seconds: TimeInterval?) -> ScriptedTransport {
        let expiry = seconds.map { #","expires_at":""# + Timestamp.text(now.addingTimeInterval($0)) + "\"" } ?? ""
        return .answering(200, #"{"valid":true,"user":{"email":"you@example.com"}"# + expiry + "}")
    }

    @Test(arguments: [(1_801, true), (1_800, true), (1_799, false), (0, false), (-1, false), (86_400, true)])
    func `The gateway's expiry decides`(seconds: Int, isAlive: Bool) async throws {
        // What the file says does not count then.
        let session = try await alive(Self.valid(TimeInterval(seconds)), saved: isAlive ? -1 : 86_400)
        #expect((session != nil) == isAlive)
        if isAlive {
            #expect(session?.expiresAt == Self.now.addingTimeInterval(TimeInterval(seconds)))
            #expect(session?.user.email == "you@example.com")
            #expect(session?.token == Secret("tok-1"))
            #expect(session?.context == "prod")
        }
    }

    @Test func `A valid session without an expiry goes by the saved one`() async throws {
        #expect(try await alive(Self.valid(nil), saved: 3_600) != nil)
        #expect(try await alive(Self.valid(nil), saved: 60) == nil)
    }

    @Test func `A session that the gateway does not know is over, whatever the file says`() async throws {
        #expect(try await alive(ScriptedTransport.answering(200, #"{"valid":false}"#), saved: 86_400) == nil)
        #expect(try await alive(ScriptedTransport.answering(401), saved: 86_400) == nil)
    }

    @Test(arguments: [(3_600, true), (1_799, false), (nil, false)] as [(TimeInterval?, Bool)])
    func `Where the gateway cannot be reached, the saved expiry decides`(saved: TimeInterval?, isAlive: Bool)
        async throws
    {
        let http = ScriptedTransport.failing(NoetlError(.network, what: "no way"))
        let session = try await alive(http, saved: saved)
        #expect((session != nil) == isAlive)
        if isAlive { #expect(session?.user.email == "saved@example.com") }
    }

    @Test(arguments: [
        ScriptedTransport.failing(NoetlError(.tls, what: "not secure")), .answering(500), .answering(200, "<html>"),
    ])
    func `A gateway that is reached and makes no sense is no reason to trust the file`(http: ScriptedTransport)
        async throws
    {
        await #expect(throws: NoetlError.self) { try await alive(http, saved: 86_400) }
    }

    @Test func `A cancel is a cancel`() async throws {
        let error = await #expect(throws: NoetlError.self) {
            try await alive(ScriptedTransport.failing(.cancelled), saved: 86_400)
        }
        #expect(error?.code == .cancelled)
    }

    @Test func `Without a session or a server nobody is asked`() async throws {
        #expect(try await alive(ShutTransport(), hasSession: false) == nil)
        #expect(try await alive(ShutTransport(), server: nil) == nil)
    }

    @Test func `A session crosses no network unencrypted without leave`() async throws {
        let server = "http://gateway.acme.com"
        let error = await #expect(throws: NoetlError.self) { try await alive(ShutTransport(), server: server) }
        #expect(error?.next.contains("--insecure-http") == true)
        #expect(try await alive(Self.valid(3_600), server: server, allowsInsecureHTTP: true) != nil)
        #expect(try await alive(Self.valid(3_600), server: "http://localhost:8082") != nil)
    }
}
