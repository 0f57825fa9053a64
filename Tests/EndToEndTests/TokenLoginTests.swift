import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// Logins with a token, or an address with one in it, that somebody got elsewhere.
@Suite("Token and callback URL login", .timeLimit(.minutes(5)))
struct TokenLoginTests {
    @Test("a token in argv works and earns one warning line", arguments: Form.allCases)
    func argument(_ form: Form) async throws {
        try await Scene.play { scene in
            let token = try scene.sandbox.issueTokens().idToken
            let outcome = try await scene.run(["auth", "login", "--auth0-token", token] + form.flags)
            try scene.expect(outcome, are: "token-argument-\(form)")
            try scene.expectSaved(outcome)
            #expect(outcome.error.split(separator: "\n").count == 1)
            #expect(scene.asked == ["gateway POST /api/auth/login"])
        }
    }

    @Test("a token from standard input loses one line end and nothing else", arguments: Form.allCases)
    func standardInput(_ form: Form) async throws {
        try await Scene.play { scene in
            let token = try scene.sandbox.issueTokens().idToken
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-"] + form.flags, input: token + "\n")
            try scene.expect(outcome, are: "token-stdin-\(form)")
            try scene.expectSaved(outcome)
            #expect(scene.sandbox.requests.first?.json?["auth0_token"]?.text == token)
        }
    }

    @Test("an opaque access token is posted as it is, with the tenant's domain")
    func opaque() async throws {
        try await Scene.play { scene in
            let token = try scene.sandbox.issueTokens().accessToken
            let outcome = try await scene.noetl("auth", "login", "--auth0-token", "-", input: token)
            try scene.expectSaved(outcome)
            let body = try #require(scene.sandbox.requests.first?.json)
            #expect(body["auth0_token"]?.text == token)
            #expect(body["auth0_domain"]?.text == scene.sandbox.addresses.tenantDomain)
            #expect(body["session_duration_hours"]?.whole == 8)
        }
    }

    @Test("a callback URL gives its token, from argv and from standard input", arguments: Form.allCases)
    func callbackURL(_ form: Form) async throws {
        try await Scene.play { scene in
            let address = try scene.sandbox.issueTokens().callbackURL
            let names = [address: "<CALLBACK>"]
            let one = try await scene.run(["auth", "login", "--auth0-callback-url", address] + form.flags)
            try scene.expectSaved(one)
            let other = try await scene.run(
                ["auth", "login", "--auth0-callback-url", "-"] + form.flags, input: address + "\n")
            try scene.expectSaved(other)
            try scene.expect(
                one.withoutSecrets(address), other, are: "callback-\(form)", names: names)
        }
    }

    @Test("--auth0 sees the shape of a token and of a callback URL")
    func unified() async throws {
        try await Scene.play { scene in
            let tokens = try scene.sandbox.issueTokens()
            let byToken = try await scene.noetl("auth", "login", "--auth0", " \(tokens.idToken) ")
            try scene.expectSaved(byToken)
            let byAddress = try await scene.noetl("auth", "login", "--auth0", tokens.callbackURL)
            try scene.expectSaved(byAddress)
            try scene.expect(
                byToken.withoutSecrets(tokens.idToken), byAddress.withoutSecrets(tokens.callbackURL), are: "unified")
        }
    }

    @Test("a value of no known shape is a usage error that shows the shapes and not the value")
    func unrecognised() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl("auth", "login", "--auth0", "marker-of-nothing")
            #expect(!outcome.error.contains("marker-of-nothing"))
            try scene.expect(outcome, are: "unified-unrecognised")
            #expect(scene.asked == [])
        }
    }

    @Test("a token that is over is refused here, with how long ago it expired")
    func expired() async throws {
        try await Scene.play { scene in
            scene.sandbox.script.tokenFlaws = [.expired]
            let token = try scene.sandbox.issueTokens().idToken
            let outcome = try await scene.noetl("auth", "login", "--auth0-token", "-", input: token)
            #expect(outcome.error.contains("1h"))
            try scene.expect(outcome, are: "token-expired", names: ["1h 0m ago": "1h ago"])
            #expect(scene.asked == [])
        }
    }

    @Test(
        "a callback URL without a token is explained",
        arguments: [
            ("error", "https://app.example.com/login#error=access_denied&error_description=Not%20for%20you"),
            ("code", "https://app.example.com/login?code=marker-code&state=x"),
            ("nothing", "https://app.example.com/login"),
        ])
    func callbackWithoutToken(_ name: String, _ address: String) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl("auth", "login", "--auth0-callback-url", "-", input: address)
            #expect(!outcome.error.contains("marker-code"))
            try scene.expect(outcome, are: "callback-\(name)")
            #expect(scene.asked == [])
        }
    }

    @Test("id_token and access_token of fragment and query are all found")
    func places() async throws {
        try await Scene.play { scene in
            let tokens = try scene.sandbox.issueTokens()
            for place in [
                "#id_token=\(tokens.idToken)", "?id_token=\(tokens.idToken)", "#access_token=\(tokens.accessToken)",
            ] {
                let outcome = try await scene.noetl(
                    "auth", "login", "--auth0-callback-url", "-", input: "https://app.example.com/login\(place)")
                try scene.expectSaved(outcome)
            }
        }
    }
}

extension ProgramOutcome {
    /// The same with a placeholder for a secret argument, for transcripts.
    fileprivate func withoutSecrets(_ secret: String) -> ProgramOutcome {
        ProgramOutcome(
            arguments: arguments.map { $0.replacingOccurrences(of: secret, with: "<SECRET>") }, status: status,
            output: output, error: error)
    }
}
