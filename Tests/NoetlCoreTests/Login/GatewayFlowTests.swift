import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

/// The exchange at the gateway, and what must be refused before anything is sent.
@Suite struct GatewayFlowTests {
    /// A clock that does not make anybody wait.
    private let hurried = MonotonicClock(now: { ContinuousClock.now }, sleep: { _ in })

    @Test func `A busy gateway is asked three times`() async throws {
        try await FlowStage.with { stage in
            let world = stage.world(clock: hurried)
            stage.sandbox.script.answer(.login, with: .gatewayBusy, .gatewayBusy)
            _ = try await stage.events(of: stage.passwordRequest, in: world)
            #expect(stage.gatewayLogins == 3)
            stage.sandbox.script.always(.login, .gatewayBusy)
            let error = try #require(try await stage.failure(of: stage.passwordRequest, in: world))
            #expect(error.code == .gatewayError)
            #expect(stage.gatewayLogins == 6)
        }
    }

    @Test(arguments: [
        (
            ScriptedAnswer.reply(status: 401, headers: [:], body: #"{"error":"no such user"}"#),
            NoetlError.Code.gatewayRefused
        ),
        (.reply(status: 403, headers: [:], body: "{}"), .gatewayRefused), (.empty(500), .gatewayError),
        (.proxyPage(502), .gatewayError), (.redirect(to: "https://elsewhere.example/"), .gatewayError),
        (.reply(status: 200, headers: [:], body: "{}"), .gatewayError),
        (.reply(status: 200, headers: [:], body: #"{"session_token":"a'b"}"#), .gatewayError), (.drop, .network),
    ])
    func `A refused exchange is no expired session, and nothing is saved`(
        answer: ScriptedAnswer, code: NoetlError.Code
    ) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.login, answer)
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == code)
            #expect(ExitStatus.status(for: error.code) == 1)
            let saved = try stage.saved()
            #expect(saved == nil)
        }
    }

    @Test(arguments: ExpiryVariant.allCases)
    func `Every way to write an expiry is understood or left out`(variant: ExpiryVariant) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.expiry = variant
            _ = try await stage.events(of: stage.passwordRequest)
            let expiry = try stage.saved()?.expiresAt
            let isKnown = [ExpiryVariant.zoned, .fractional, .unzoned].contains(variant)
            #expect((expiry != nil) == isKnown)
            if let expiry { #expect((7.9 * 3_600...8.1 * 3_600).contains(expiry.timeIntervalSinceNow)) }
        }
    }

    @Test func `An authority that nobody vouches for is named with its remedy, and nothing is sent`() async throws {
        try await FlowStage.with { stage in
            let environment = Environment([:])
            let http = SystemHTTP(trust: TrustSettings(caFile: nil, environment: environment), environment: environment)
            let error = try #require(try await stage.failure(of: stage.passwordRequest, in: .forTests(http: http)))
            #expect(error.code == .tls)
            #expect(error.why.contains(stage.sandbox.addresses.tenantDomain))
            #expect(error.why.contains("not signed by a known authority"))
            #expect(error.next.contains("--ca-file"))
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test func `A file of authorities that is none is told before anybody signs in`() async throws {
        try await FlowStage.with { stage in
            let world = stage.world(caFile: "/nowhere/ca.pem")
            let error = try #require(try await stage.failure(of: stage.request(.pkce(loginHint: nil)), in: world))
            #expect(error.code == .tls)
            #expect(error.why.contains("/nowhere/ca.pem"))
        }
    }

    @Test func `What is missing or foreign is refused before a request is made`() async throws {
        try await FlowStage.with { stage in
            var missing = stage.passwordRequest
            missing.context = ContextSelection(flag: "nope", environment: Environment([:]))
            let missingFailure = try await stage.failure(of: missing)
            #expect(missingFailure?.code == .contextNotFound)

            var foreign = stage.passwordRequest
            foreign.overrides.serverURL = "https://elsewhere.example"
            let foreignFailure = try await stage.failure(of: foreign)
            #expect(foreignFailure?.code == .usage)

            var exposed = stage.passwordRequest
            exposed.overrides.serverURL = "http://elsewhere.example"
            exposed.savesSession = false
            let exposedFailure = try await stage.failure(of: exposed)
            #expect(exposedFailure?.next.contains("--insecure-http") == true)

            try stage.contexts.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.auth0ClientID: .clear]), to: "prod")
            }
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == .missingSetting)
            #expect(error.next.contains("noetl context update prod --auth0-client-id=<id>"))
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test func `A login with everything in flags needs no context`() async throws {
        try await FlowStage.with { stage in
            var request = LoginRequest(
                mode: stage.passwordRequest.mode, context: ContextSelection(flag: nil, environment: Environment([:])))
            request.overrides.serverURL = stage.sandbox.addresses.gatewayURL
            request.overrides.auth0Domain = stage.sandbox.addresses.tenantDomain
            request.overrides.auth0ClientID = stage.sandbox.addresses.clientID
            request.savesSession = false
            let empty = ContextStore(file: stage.folder.appending(path: "none/config.yaml"))
            var last: LoginEvent?
            for try await event in LoginFlow(contexts: empty, world: stage.world()).events(for: request) {
                last = event
            }
            guard case .loggedIn(let outcome) = last else { return #expect(Bool(false), "no login") }
            #expect(outcome.savedContext == nil)
            #expect(!FileManager.default.fileExists(atPath: empty.file.path))
        }
    }

    @Test func `A context that was pointed elsewhere meanwhile keeps its own session`() async throws {
        try await FlowStage.with { stage in
            let error = await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: stage.request(.device)) { event in
                    guard case .deviceCode(let code) = event else { return }
                    try stage.contexts.edit { file throws(NoetlError) in
                        try file.apply(ContextChange([.serverURL: .set("https://other.example")]), to: "prod")
                    }
                    try await stage.sandbox.approveDevice(userCode: code.userCode)
                }
            }
            #expect(error?.why.contains("another gateway") == true)
            let saved = try stage.saved()
            #expect(saved == nil)
        }
    }
}
