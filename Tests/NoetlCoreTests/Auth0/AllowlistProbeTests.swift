import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What an answer to the probe says of the redirect URI.
@Suite(.timeLimit(.minutes(5))) struct AllowlistProbeTests {
    private static let mismatch =
        "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs."
    private static let encoded =
        "Callback%20URL%20mismatch.%20The%20provided%20redirect_uri%20is%20not%20in%20the%20list"

    /// One answer of a tenant.
    struct Answer: Sendable, CustomTestStringConvertible {
        let status: Int
        var location: String?
        var body = ""
        let verdict: AllowlistVerdict

        init(_ status: Int, _ location: String, _ verdict: AllowlistVerdict) {
            (self.status, self.location, self.verdict) = (status, location, verdict)
        }

        init(_ status: Int, body: String = "", _ verdict: AllowlistVerdict) {
            (self.status, self.body, self.verdict) = (status, body, verdict)
        }

        var testDescription: String { "\(status) \(location ?? body)" }
    }

    private static func unknown(_ status: Int) -> AllowlistVerdict {
        .unknown(answer: "it answered with status \(status).")
    }
    private static func elsewhere(_ host: String) -> AllowlistVerdict {
        .unknown(answer: "it answered with a redirect to \(host).")
    }

    static let answers: [Answer] = [
        Answer(302, "http://127.0.0.1:8765/callback?error=login_required&state=s", .accepted),
        Answer(303, "http://127.0.0.1:8765/callback?error=access_denied", .accepted),
        Answer(302, "http://127.0.0.1:8765/callback#error=invalid_request", .accepted),
        Answer(302, "http://127.0.0.1:8765/callback", .accepted),
        Answer(302, "http://127.0.0.1:8765/callback?error_description=\(encoded)", .accepted),
        Answer(403, body: "<p>\(mismatch)</p>", .rejected),
        Answer(400, body: "CALLBACK URL MISMATCH", .rejected),
        Answer(302, "https://errors.acme.com/?error=unauthorized_client&error_description=\(encoded)", .rejected),
        Answer(302, "/error?error_description=Callback+URL+mismatch", .rejected),
        Answer(302, "http://127.0.0.1:8766/callback?error=login_required", elsewhere("127.0.0.1")),
        Answer(302, "http://127.0.0.1:8765/callback/?error=login_required", elsewhere("127.0.0.1")),
        Answer(302, "http://127.0.0.1:8765/callbackx", elsewhere("127.0.0.1")),
        Answer(302, "http://127.0.0.1:8765@evil.example/callback", elsewhere("evil.example")),
        Answer(
            302, "https://login.acme.com/login?redirect_uri=http://127.0.0.1:8765/callback", elsewhere("login.acme.com")
        ),
        Answer(302, "/u/login", elsewhere("another place")),
        Answer(302, elsewhere("another place")),
        Answer(200, body: "<form>", unknown(200)),
        Answer(200, body: mismatch, unknown(200)),
        Answer(400, body: "prompt=none is not supported", unknown(400)),
        Answer(404, unknown(404)),
        Answer(429, body: "{\"error\":\"too_many_requests\"}", unknown(429)),
        Answer(500, body: mismatch, unknown(500)),
        Answer(503, body: "busy", unknown(503)),
    ]

    private func probe(_ http: any HTTPTransport) throws -> AllowlistProbe {
        AllowlistProbe(
            address: try #require(URL(string: "https://acme.us.auth0.com/authorize?prompt=none")),
            redirect: LoopbackRedirect(), http: http)
    }

    @Test(arguments: answers)
    func `Each answer has its verdict`(answer: Answer) async throws {
        let http = ScriptedTransport.answering(
            answer.status, answer.body, headers: answer.location.map { [(name: "Location", value: $0)] } ?? [])
        #expect(try await probe(http).verdict() == answer.verdict)
        #expect(http.requests.first?.timeout == .seconds(5))
        #expect(http.requests.first?.method == .get)
    }

    @Test func `A tenant that cannot be asked said nothing, and the reason is told`() async throws {
        let error = NoetlError(
            .network, what: "Could not reach the Auth0 tenant.", why: "acme:443: connection refused.")
        #expect(
            try await probe(ScriptedTransport.failing(error)).verdict()
                == .unknown(answer: "acme:443: connection refused."))
    }
}
