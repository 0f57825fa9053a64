import Foundation
import NoetlTestSupport
import Testing

/// `--if-needed`: a login only where the session does not last.
@Suite("Login if needed", .timeLimit(.minutes(5)))
struct IfNeededTests {
    /// The arguments of a login that would read a token.
    private static let login = ["auth", "login", "--auth0-token", "-", "--if-needed"]

    @Test("a valid session is told and no login happens", arguments: Form.allCases)
    func valid(_ form: Form) async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try scene.save(session: session)
            let outcome = try await scene.run(Self.login + form.flags)
            try scene.expect(outcome, are: "if-needed-valid-\(form)")
            #expect(scene.asked == ["gateway POST /api/auth/validate"])
            #expect(try scene.home.context("prod")["gateway_session_token"] == session)
        }
    }

    @Test("a session that the gateway has ended is replaced")
    func expired() async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try scene.save(session: session)
            scene.sandbox.expireSessions()
            let outcome = try await scene.run(Self.login, input: try scene.sandbox.issueTokens().idToken)
            try scene.expectSaved(outcome)
            #expect(try scene.home.context("prod")["gateway_session_token"] != session)
        }
    }

    @Test("a session that lives too short for --min-valid is replaced", arguments: [("12h", true), ("30m", false)])
    func minimum(_ minimum: String, _ isReplaced: Bool) async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try scene.save(session: session)
            let outcome = try await scene.run(
                Self.login + ["--min-valid", minimum], input: try scene.sandbox.issueTokens().idToken)
            #expect(outcome.status == 0)
            #expect((try scene.home.context("prod")["gateway_session_token"] != session) == isReplaced)
        }
    }

    @Test("where the gateway is down the saved expiry decides")
    func unreachable() async throws {
        try await Scene.play { scene in
            let gateway = "https://127.0.0.1:\(scene.port)"
            let write = { (hours: Double) in
                _ = try scene.home.write(
                    "current_context: prod\ncontexts:\n"
                        + scene.entry(
                            "prod", session: String(repeating: "a", count: 32),
                            expires: Date(timeIntervalSinceNow: hours * 3_600), gateway: gateway),
                    to: ".noetl/config.yaml")
            }
            try write(8)
            let valid = try await scene.run(Self.login)
            try write(-1)
            let expired = try await scene.run(Self.login, input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(valid, expired, are: "if-needed-gateway-down")
        }
    }
}

extension Scene {
    /// Writes the config with this session on `prod`, good for eight hours.
    fileprivate func save(session: String) throws {
        try home.write(
            "current_context: prod\ncontexts:\n"
                + entry("prod", session: session, expires: Date(timeIntervalSinceNow: 8 * 3_600)),
            to: ".noetl/config.yaml")
    }
}
