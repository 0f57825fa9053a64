import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The catalog, through a gateway with a session and directly.
@Suite(.timeLimit(.minutes(5))) struct CatalogClientTests {
    private static let entries =
        #"{"entries":[{"path":"a/b","kind":"Playbook","version":3},{"path":"c","version":"x"},{}]}"#

    private func client(
        _ base: String, _ source: SessionSource?, http: any HTTPTransport, isGateway: Bool = true
    ) throws -> CatalogClient {
        CatalogClient(base: try ServerURL(base), isGateway: isGateway, session: source, world: .forTests(http: http))
    }

    private let source = SessionSource(token: Secret("tok-123"), origin: .context("gke-prod", isCurrent: true))

    @Test func `Through a gateway the session is sent in both headers`() async throws {
        let http = ScriptedTransport.answering(200, Self.entries)
        let listing = try await client("https://gateway.acme.com/base", source, http: http).list("Playbook")
        let request = try #require(http.requests.first)
        #expect(request.url.absoluteString == "https://gateway.acme.com/base/noetl/catalog/list")
        #expect(request.method == .post)
        #expect(
            request.headers.map { "\($0.name): \($0.value)" } == [
                "Authorization: Bearer tok-123", "x-session-token: tok-123",
            ])
        guard case .json(let body) = request.body else { return #expect(Bool(false), "no JSON") }
        #expect(String(decoding: body, as: UTF8.self) == #"{"resource_type":"Playbook"}"#)
        #expect(
            listing.entries == [
                .init(path: "a/b", kind: "Playbook", version: "3"), .init(path: "c", kind: "-", version: "x"),
                .init(path: "-", kind: "-", version: "-"),
            ])
        #expect(String(decoding: listing.answer, as: UTF8.self) == Self.entries)
    }

    @Test func `Directly there is neither session nor gateway in the path`() async throws {
        let http = ScriptedTransport.answering(200, #"{"entries":[]}"#)
        let listing = try await client("http://localhost:8082", nil, http: http, isGateway: false).list("Playbook")
        let request = try #require(http.requests.first)
        #expect(request.url.absoluteString == "http://localhost:8082/api/catalog/list")
        #expect(request.headers.isEmpty)
        #expect(listing.entries.isEmpty)
    }

    @Test(
        arguments: [
            (
                SessionSource.Origin.context("gke-prod", isCurrent: true),
                [
                    "Gateway returned 401 (session expired) for context 'gke-prod'.",
                    "Refresh the session token: noetl auth login --browser-pkce",
                ]
            ),
            (
                .context("gke-prod", isCurrent: false),
                [
                    "Gateway returned 401 (session expired) for context 'gke-prod'.",
                    "Refresh the session token: noetl auth login --browser-pkce --context gke-prod",
                ]
            ),
            (
                .context("my prod", isCurrent: false),
                [
                    "Gateway returned 401 (session expired) for context 'my prod'.",
                    "Refresh the session token: noetl auth login --browser-pkce --context 'my prod'",
                ]
            ),
            (
                .flag,
                [
                    "Gateway returned 401 (session expired) for the token of --session-token.",
                    "Pass a fresh token, or leave the flag out to use the context's session.",
                ]
            ),
            (
                .environment,
                [
                    "Gateway returned 401 (session expired) for the token of NOETL_SESSION_TOKEN.",
                    "Set a fresh token, or unset NOETL_SESSION_TOKEN to use the context's session.",
                ]
            ),
        ] as [(SessionSource.Origin, [String])])
    func `A 401 names where the session came from, word for word`(origin: SessionSource.Origin, lines: [String])
        async throws
    {
        let http = ScriptedTransport.answering(
            401, "Invalid or expired session", headers: [("Content-Type", "text/plain")])
        let client = try client(
            "https://gateway.acme.com", SessionSource(token: Secret("t"), origin: origin), http: http)
        let error = try #require(await #expect(throws: NoetlError.self) { try await client.list("Playbook") })
        #expect(error.code == .sessionExpired)
        #expect(ExitStatus.status(for: error.code) == 77)
        #expect(error.lines == lines)
        #expect(http.requests.count == 1)
    }

    @Test func `A 401 without a session of ours is no expired session`() async throws {
        let client = try client("http://localhost:8082", nil, http: ScriptedTransport.answering(401), isGateway: false)
        let error = await #expect(throws: NoetlError.self) { try await client.list("Playbook") }
        #expect(error?.code == .gatewayError)
    }

    @Test(arguments: [301, 307, 400, 403, 404, 422, 500, 502, 503])
    func `Any other refusal is the gateway's error with status and reason`(status: Int) async throws {
        let http = ScriptedTransport.answering(status, #"{"detail":"no \u001b[31mway tok-123"}"#)
        let client = try client("https://gateway.acme.com", source, http: http)
        let error = try #require(await #expect(throws: NoetlError.self) { try await client.list("Playbook") })
        #expect(error.code == .gatewayError)
        #expect(error.why.contains("\(status)") && error.why.contains("no [31mway"))
        #expect(!error.lines.joined().contains("tok-123"))
        #expect(http.requests.count == 1)
    }

    @Test(arguments: ["", "null", "[]", "{}", #"{"entries":{}}"#, #"{"entries":["x"]}"#, "<html></html>"])
    func `An answer that is no catalog is told`(body: String) async throws {
        let client = try client("https://gateway.acme.com", source, http: ScriptedTransport.answering(200, body))
        let error = await #expect(throws: NoetlError.self) { try await client.list("Playbook") }
        #expect(error?.code == .gatewayError)
    }

    @Test func `A session of the sandbox lists its playbooks until it expires`() async throws {
        try await FlowStage.with { stage in
            _ = try await stage.events(of: stage.passwordRequest)
            let environment = Environment([:])
            let target = try ServerTarget(
                of: .init(), context: ContextSelection(flag: nil, environment: environment), in: stage.contexts.load(),
                environment: environment)
            let client = CatalogClient(
                base: target.base, isGateway: target.isGateway, session: target.session, world: stage.world())
            let listing = try await client.list("Playbook")
            #expect(!listing.entries.isEmpty)
            #expect(listing.entries.allSatisfy { $0.kind == "Playbook" })
            stage.sandbox.expireSessions()
            let error = await #expect(throws: NoetlError.self) { try await client.list("Playbook") }
            #expect(error?.what == "Gateway returned 401 (session expired) for context 'prod'.")
        }
    }
}
