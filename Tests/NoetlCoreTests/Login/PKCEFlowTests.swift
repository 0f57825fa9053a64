import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

/// The browser login, with the sandbox's user at the sign-in page.
@Suite struct PKCEFlowTests {
    /// Signs in as soon as the address is known.
    private func login(_ stage: FlowStage, _ change: (inout LoginRequest) -> Void = { _ in }) async throws
        -> [LoginEvent]
    {
        var request = stage.pkceRequest()
        change(&request)
        return try await stage.events(of: request) { event in
            guard case .preflight(let preflight) = event else { return }
            _ = try await stage.sandbox.signIn(at: preflight.address.absoluteString)
        }
    }

    @Test func `A sign-in in the browser ends in a saved session`() async throws {
        try await FlowStage.with { stage in
            let events = try await login(stage)
            guard case .loggedIn = events.last else { return #expect(Bool(false), "no login") }
            let saved = try stage.saved()
            #expect(saved != nil)
        }
    }

    @Test func `The right issuer beside the code is accepted, a wrong one ends the wait`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.issuerParameter = .correct
            _ = try await login(stage)
            stage.sandbox.script.issuerParameter = .wrong("https://evil.example/")
            let error = await #expect(throws: NoetlError.self) { try await login(stage) }
            #expect(error?.code == .auth0Error)
            #expect(error?.why.contains("https://evil.example/") == true)
        }
    }

    @Test(arguments: [TokenFlaw.nonce, .withoutNonce])
    func `An ID token with another nonce never reaches the gateway`(flaw: TokenFlaw) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.tokenFlaws = [flaw]
            let error = await #expect(throws: NoetlError.self) { try await login(stage) }
            #expect(error?.code == .tokenInvalid)
            #expect(stage.gatewayLogins == 0)
        }
    }

    @Test func `A denial in the browser is told as one`() async throws {
        try await FlowStage.with { stage in
            let request = stage.pkceRequest()
            let error = await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: request) { event in
                    guard case .preflight(let preflight) = event else { return }
                    _ = try await stage.sandbox.signIn(at: preflight.address.absoluteString, denies: true)
                }
            }
            #expect(error?.code == .denied)
        }
    }

    @Test func `The browser is told how the login ended`() async throws {
        try await FlowStage.with { stage in
            var pages: [String] = []
            let signIn = { (event: LoginEvent) async throws in
                guard case .preflight(let preflight) = event else { return }
                let page = try await stage.sandbox.signIn(at: preflight.address.absoluteString)
                #expect(page.status == 200)
                pages.append(page.pageBody)
            }
            _ = try await stage.events(of: stage.pkceRequest(), onEvent: signIn)
            stage.sandbox.script.tokenFlaws = [.issuer]
            await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: stage.pkceRequest(), onEvent: signIn)
            }
            stage.sandbox.script.tokenFlaws = []
            stage.sandbox.script.answer(.login, with: .failure(.accessDenied))
            await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: stage.pkceRequest(), onEvent: signIn)
            }
            let titles = ["You are signed in", "The login failed", "The login failed"]
            #expect(pages.count == 3)
            for (page, title) in zip(pages, titles) { #expect(page.contains("<h1>\(title)</h1>")) }
        }
    }

    @Test func `The parameters are those of the specification, and new each time`() async throws {
        try await FlowStage.with { stage in
            _ = try await login(stage) { $0.forcesLogin = true }
            _ = try await login(stage) { $0.mode = .pkce(loginHint: "first.last@example.com") }
            let queries = stage.sandbox.requests.filter { $0.endpoint == .authorize && $0.method == "GET" }.map(\.query)
            let first = try #require(queries.first), second = try #require(queries.last)
            #expect(first["response_type"] == "code")
            #expect(first["scope"] == "openid profile email")
            #expect(first["code_challenge_method"] == "S256")
            #expect(first["prompt"] == "login")
            #expect(second["login_hint"] == "first.last@example.com")
            for name in ["state", "nonce", "code_challenge"] {
                #expect((first[name]?.count ?? 0) >= 43)
                #expect(first[name] != second[name])
            }
        }
    }

    @Test func `When the window is over, the redirect URI and the hint are repeated`() async throws {
        try await FlowStage.with { stage in
            var request = stage.pkceRequest()
            request.window = .seconds(300)
            // The only wait is the one for the window.
            let clock = MonotonicClock(now: { ContinuousClock.now }, sleep: { _ in })
            let error = try #require(try await stage.failure(of: request, in: stage.world(clock: clock)))
            #expect(error.code == .callbackTimeout)
            #expect(
                error.lines == [
                    "No callback arrived within 300 seconds.",
                    "  Redirect URI: http://127.0.0.1:\(request.overrides.pkcePort ?? 0)/callback",
                    "Did you remember to allowlist it? Auth0 dashboard > Applications > sandbox-cli > Settings",
                ])
        }
    }

    @Test func `A cancelled login frees its port`() async throws {
        try await FlowStage.with { stage in
            let request = stage.pkceRequest()
            for try await event in LoginFlow(contexts: stage.contexts, world: stage.world()).events(for: request) {
                if case .preflight = event { break }
            }
            // Cancelling goes its own way, so a taken port is tried again; the time limit of the suite ends it else.
            while true {
                do {
                    _ = try await stage.events(of: request) { event in
                        guard case .preflight(let preflight) = event else { return }
                        _ = try await stage.sandbox.signIn(at: preflight.address.absoluteString)
                    }
                    break
                } catch let error as NoetlError where error.code == .portInUse { await Task.yield() }
            }
            let saved = try stage.saved()
            #expect(saved != nil)
        }
    }
}
