import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The exchange of a token for a session, and the question whether one is alive.
@Suite struct GatewayClientTests {
    private static let good =
        #"{"status":"authenticated","session_token":"tok-1","user":{"user_id":1,"email":"you@example.com","display_name":"You","roles":["a","b"]},"expires_at":"2026-11-24T02:14:05Z","message":"x"}"#

    private func client(_ http: any HTTPTransport, clock: MonotonicClock = .shut) throws -> GatewayClient {
        GatewayClient(base: try ServerURL("https://gateway.acme.com"), world: .forTests(http: http, clock: clock))
    }

    private func fields(of request: HTTPRequest?) throws -> [String: Any] {
        guard case .json(let body)? = request?.body else { return [:] }
        return try #require(JSONObject(body))
    }

    @Test func `The request is the one of the wire format`() async throws {
        let http = ScriptedTransport.answering(200, Self.good)
        let session = try await client(http).login(
            with: Secret("a.b.c"), domain: try Auth0Domain("acme.us.auth0.com"), sessionHours: 12)
        let fields = try fields(of: http.requests.first)
        #expect(http.requests.first?.url.absoluteString == "https://gateway.acme.com/api/auth/login")
        #expect(fields["auth0_token"] as? String == "a.b.c")
        #expect(fields["auth0_domain"] as? String == "acme.us.auth0.com")
        #expect(fields["session_duration_hours"] as? Int == 12)
        #expect(fields.count == 3)
        #expect(session.token == Secret("tok-1"))
        #expect(session.user == GatewayUser(email: "you@example.com", displayName: "You", roles: ["a", "b"]))
        #expect(session.expiresAt == Date(timeIntervalSince1970: 1_795_486_445))
        #expect(session.answer == Secret(Self.good))
    }

    @Test func `A domain that is not known is left out`() async throws {
        let http = ScriptedTransport.answering(200, Self.good)
        _ = try await client(http).login(with: Secret("t"), domain: nil, sessionHours: 8)
        #expect(try fields(of: http.requests.first)["auth0_domain"] == nil)
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"session_token":""}"#, #"{"session_token":7}"#, #"{"session_token":"two words"}"#,
        #"{"session_token":"a'b"}"#, #"{"session_token":"line\nbreak"}"#, #"{"session_token":"ü"}"#, "<html></html>",
        #"{"status":"authenticated"}"#,
    ])
    func `An answer without a usable token is told and not shown`(body: String) async throws {
        let client = try client(ScriptedTransport.answering(200, body))
        let error = await #expect(throws: NoetlError.self) {
            try await client.login(with: Secret("t"), domain: nil, sessionHours: 8)
        }
        #expect(error?.code == .gatewayError)
    }

    @Test(arguments: [
        #"{"session_token":"tok-1"}"#, #"{"session_token":"tok-1","user":null,"expires_at":null}"#,
        #"{"session_token":"tok-1","user":"x","expires_at":7}"#,
        #"{"session_token":"tok-1","user":{"email":7,"roles":"x"},"expires_at":"soon"}"#,
    ])
    func `A token is enough for a session`(body: String) async throws {
        let session = try await client(ScriptedTransport.answering(200, body)).login(
            with: Secret("t"), domain: nil, sessionHours: 8)
        #expect(session.token == Secret("tok-1"))
        #expect(session.expiresAt == nil)
        #expect(session.user == GatewayUser(email: nil))
    }

    @Test func `The user's text is cleaned`() async throws {
        let body =
            #"{"session_token":"tok-1","user":{"email":"a\u001b[31m@b.c","display_name":"x\u202ey","roles":["r\n"]}}"#
        let session = try await client(ScriptedTransport.answering(200, body)).login(
            with: Secret("t"), domain: nil, sessionHours: 8)
        #expect(session.user == GatewayUser(email: "a[31m@b.c", displayName: "xy", roles: ["r"]))
    }

    @Test func `A busy gateway is asked three times with growing pauses`() async throws {
        let clock = ManualClock(hurries: true)
        let http = ScriptedTransport.answering(503, #"{"error":"auth backend is busy. Please retry"}"#)
        let client = try client(http, clock: clock.door)
        let error = await #expect(throws: NoetlError.self) {
            try await client.login(with: Secret("t"), domain: nil, sessionHours: 8)
        }
        #expect(error?.code == .gatewayError)
        #expect(error?.why.contains("503") == true)
        #expect(http.requests.count == 3)
        #expect(clock.waits == [.milliseconds(500), .milliseconds(1_500)])
    }

    @Test(arguments: [401, 403])
    func `A refused token is never an expired session, and is not shown`(status: Int) async throws {
        let body = #"{"error":"token secret-token is not ours"}"#
        let client = try client(ScriptedTransport.answering(status, body))
        let error = try #require(
            await #expect(throws: NoetlError.self) {
                try await client.login(with: Secret("secret-token"), domain: nil, sessionHours: 8)
            })
        #expect(error.code == .gatewayRefused)
        #expect(error.why == "It says: token [redacted] is not ours")
    }

    @Test(arguments: [
        (200, #"{"valid":true,"user":{"email":"you@example.com"},"expires_at":"2026-11-24T02:14:05"}"#, true),
        (200, #"{"valid":true}"#, true), (200, #"{"valid":false,"message":"x"}"#, false), (401, "x", false),
    ])
    func `A session is valid or not`(status: Int, body: String, isValid: Bool) async throws {
        let http = ScriptedTransport.answering(status, body)
        let validity = try await client(http).validate(Secret("tok-1"))
        #expect((validity != .invalid) == isValid)
        #expect(try fields(of: http.requests.first)["session_token"] as? String == "tok-1")
        #expect(http.requests.first?.url.path() == "/api/auth/validate")
    }

    @Test(arguments: [
        (200, ""), (200, "{}"), (200, #"{"valid":"yes"}"#), (200, "[]"), (500, ""), (404, "x"), (302, ""),
    ])
    func `An answer that says neither is an error`(status: Int, body: String) async throws {
        let client = try client(ScriptedTransport.answering(status, body))
        let error = await #expect(throws: NoetlError.self) { try await client.validate(Secret("tok-1")) }
        #expect(error?.code == .gatewayError)
    }
}
