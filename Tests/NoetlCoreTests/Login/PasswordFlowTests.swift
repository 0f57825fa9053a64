import Foundation
import NoetlCore
import NoetlSandbox
import Testing

/// The password grant and the rows of Auth0's error table, from the tenant's answer to the words.
@Suite struct PasswordFlowTests {
    @Test func `The session, its expiry and its user are saved on the context`() async throws {
        try await FlowStage.with { stage in
            let events = try await stage.events(of: stage.passwordRequest)
            guard case .loggedIn(let outcome) = events.last else { return #expect(Bool(false), "no login") }
            #expect(outcome.savedContext == "prod")
            let saved = try #require(try stage.saved())
            #expect(saved.token == outcome.session.token)
            #expect(saved.user == "you@example.com")
            #expect(saved.expiresAt == outcome.session.expiresAt)
            let sent = try #require(stage.sandbox.requests.first { $0.endpoint == .login }?.json)
            #expect(String(describing: sent).contains(stage.sandbox.addresses.tenantDomain))
        }
    }

    @Test(arguments: [
        (SandboxFailure.invalidGrant, NoetlError.Code.auth0Error, "Wrong email or password."),
        (.tooManyAttempts, .auth0Error, "blocked"), (.unauthorizedClient, .auth0Error, "--browser-pkce"),
        (.accessDenied, .denied, "client secret"), (.mfaRequired, .auth0Error, "MFA"),
        (.passwordLeaked, .auth0Error, "breach"), (.noDefaultConnection, .auth0Error, "--realm"),
        (.rateLimited(reset: Date(timeIntervalSince1970: 1_795_486_445)), .auth0Error, "2026-11-24T02:14:05Z"),
    ])
    func `Each refusal of the tenant has its words`(
        failure: SandboxFailure, code: NoetlError.Code, words: String
    ) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.token, .failure(failure.describing(SandboxScript.hostileText)))
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == code)
            let text = error.lines.joined(separator: "\n")
            #expect(text.contains(words))
            #expect(!text.contains("mfa-token") && !text.contains("Fe26"))
            #expect(!error.lines.contains { $0.unicodeScalars.contains(where: Redaction.isHarmful) })
            #expect(stage.gatewayLogins == 0)
        }
    }

    @Test(arguments: [
        (ScriptedAnswer.empty(500), "500 without a reason"), (.empty(403), "403 without a reason"),
        (.proxyPage(502), "502 without a reason"), (.redirect(to: "https://elsewhere.example/"), "302"),
        (.reply(status: 200, headers: [:], body: "<html>"), "not the JSON"),
    ])
    func `An answer without a reason is told as it came`(answer: ScriptedAnswer, words: String) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.token, answer)
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == .auth0Error)
            #expect(error.lines.joined(separator: "\n").contains(words))
        }
    }

    @Test func `A password that the tenant repeats is not shown`() async throws {
        try await FlowStage.with { stage in
            let echo = SandboxFailure.invalidGrant.describing("bad password sandbox-password!")
            stage.sandbox.script.always(.token, .failure(echo))
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.why.contains("[redacted]"))
            #expect(!error.lines.joined().contains("sandbox-password"))
        }
    }

    @Test(
        arguments: TokenFlaw.allCases.filter {
            ![.audienceList, .justExpired, .withoutNonce, .nonce, .signature].contains($0)
        })
    func `A bad ID token never reaches the gateway`(flaw: TokenFlaw) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.tokenFlaws = [flaw]
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == .tokenInvalid)
            #expect(stage.gatewayLogins == 0)
            let saved = try stage.saved()
            #expect(saved == nil)
        }
    }

    @Test(arguments: [TokenFlaw.audienceList, .justExpired])
    func `An ID token within the rules is accepted`(flaw: TokenFlaw) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.tokenFlaws = [flaw]
            let failure = try await stage.failure(of: stage.passwordRequest)
            #expect(failure?.code != .tokenInvalid)
            #expect(stage.gatewayLogins == 1)
        }
    }

    @Test func `The realm chooses the other grant`() async throws {
        try await FlowStage.with { stage in
            let mode = LoginMode.password(
                email: "you@example.com", password: Secret("sandbox-password"), realm: stage.sandbox.addresses.realm)
            _ = try await stage.events(of: stage.request(mode))
            let form = try #require(stage.sandbox.requests.first { $0.endpoint == .token }?.form)
            #expect(form["grant_type"] == "http://auth0.com/oauth/grant-type/password-realm")
            #expect(form["realm"] == stage.sandbox.addresses.realm)
        }
    }
}
