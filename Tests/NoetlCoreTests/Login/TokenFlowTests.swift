import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Logins with a token that the person already has.
@Suite(.timeLimit(.minutes(5))) struct TokenFlowTests {
    private func loggedIn(_ mode: LoginMode, on stage: FlowStage) async throws -> LoginOutcome {
        let events = try await stage.events(of: stage.request(mode))
        #expect(events.count == 2)
        guard case .loggedIn(let outcome)? = events.last else { throw CancellationError() }
        return outcome
    }

    @Test func `An ID token and an access token are exchanged as they are`() async throws {
        try await FlowStage.with { stage in
            let tokens = try stage.sandbox.issueTokens(to: "ops@example.com")
            for token in [tokens.idToken, tokens.accessToken] {
                let outcome = try await loggedIn(.token(Secret(token)), on: stage)
                #expect(
                    outcome.session.user
                        == GatewayUser(email: "ops@example.com", displayName: "Ops Example", roles: ["admin", "ops"]))
            }
            let sent = stage.sandbox.requests.map { $0.json?["auth0_token"]?.text }
            #expect(sent == [tokens.idToken, tokens.accessToken])
            #expect(stage.sandbox.requests.allSatisfy { $0.endpoint == .login })
        }
    }

    @Test func `A callback URL gives its ID token`() async throws {
        try await FlowStage.with { stage in
            let tokens = try stage.sandbox.issueTokens()
            let outcome = try await loggedIn(.callbackURL(Secret(tokens.callbackURL)), on: stage)
            #expect(outcome.savedContext == "prod")
            #expect(stage.sandbox.requests.map { $0.json?["auth0_token"]?.text } == [tokens.idToken])
        }
    }

    @Test func `A token that is over is refused here, with how long ago`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.tokenFlaws = [.expired]
            let token = try stage.sandbox.issueTokens().idToken
            let error = try #require(try await stage.failure(of: stage.request(.token(Secret(token)))))
            #expect(error.code == .tokenInvalid)
            #expect(error.why.hasPrefix("It expired 1h"))
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test(arguments: ["", "opaque", "a.b.c"])
    func `The gateway judges what only it can`(token: String) async throws {
        try await FlowStage.with { stage in
            let error = try #require(try await stage.failure(of: stage.request(.token(Secret(token)))))
            #expect(error.code == (token.isEmpty ? .tokenInvalid : .gatewayRefused))
            #expect(stage.gatewayLogins == (token.isEmpty ? 0 : 1))
        }
    }

    @Test(arguments: [
        "https://app.acme.com/?code=x&state=y", "https://app.acme.com/#error=access_denied", "https://app.acme.com/",
        "",
    ])
    func `A callback URL without a token makes no request`(address: String) async throws {
        try await FlowStage.with { stage in
            let error = try await stage.failure(of: stage.request(.callbackURL(Secret(address))))
            #expect(error != nil)
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test func `A session of the length that was asked for is asked for`() async throws {
        try await FlowStage.with { stage in
            var request = stage.request(.token(Secret(try stage.sandbox.issueTokens().idToken)))
            request.sessionHours = 3
            _ = try await stage.events(of: request)
            #expect(stage.sandbox.requests.first?.json?["session_duration_hours"]?.whole == 3)
        }
    }
}
