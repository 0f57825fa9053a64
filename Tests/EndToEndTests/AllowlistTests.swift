import NoetlSandbox
import NoetlTestSupport
import Testing

/// The allowlist probe and the browser's reach, as scripts meet them.
@Suite("Allowlist and reach", .timeLimit(.minutes(5)))
struct AllowlistTests {
    @Test("a script is told that the redirect URI is not accepted, and its login goes on", arguments: Form.allCases)
    func rejected(_ form: Form) async throws {
        try await Scene.play { scene in
            scene.sandbox.script.allowlist = []
            let outcome = try await scene.run(
                ["auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)", "--timeout", "10"] + form.flags,
                with: ["BROWSER": "true"])
            try scene.expect(outcome, are: "allowlist-rejected-\(form)")
            #expect(scene.asked == ["tenant GET /authorize"])
            try scene.expectNothingSaved()
        }
    }

    @Test("--no-probe asks nothing")
    func noProbe() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl(
                "auth", "login", "--browser-pkce", "--no-probe", "--pkce-port", "\(scene.port)")
            try scene.expectSaved(outcome)
            #expect(scene.asked == ["tenant POST /oauth/token", "gateway POST /api/auth/login"])
        }
    }

    @Test("over SSH nothing is launched, the reason is said, and the line for the port is ready")
    func ssh() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)",
                with: ["BROWSER": nil, "SSH_CONNECTION": "198.51.100.4 52114 203.0.113.7 22"]
            ) { program in
                try await scene.sandbox.signIn(at: try await Scene.address(program))
            }
            try scene.expect(outcome, are: "pkce-over-ssh")
            try scene.expectSaved(outcome)
        }
    }

    @Test("a text browser is not given the terminal")
    func textBrowser() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser", with: ["BROWSER": "/usr/bin/w3m %s"]
            ) { program in
                let code = try await program.line(of: .output) { $0.contains("user_code=") }
                try await scene.sandbox.approveDevice(
                    userCode: String(code.split(separator: "=").last ?? ""))
            }
            #expect(outcome.status == 0)
            #expect(!outcome.output.contains("Opening browser"))
            #expect(
                outcome.error.contains(
                    "No browser was opened: w3m is a text browser and would take over this terminal."))
        }
    }

    @Test("another user than required is wrong_user, and nothing is saved", arguments: Form.allCases)
    func wrongUser(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-", "--require-user", "ops@example.com"] + form.flags,
                input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "wrong-user-\(form)")
            try scene.expectNothingSaved()
        }
    }

    @Test("the required user is saved; one that is no address is a usage error")
    func requiredUser() async throws {
        try await Scene.play { scene in
            let token = try scene.sandbox.issueTokens().idToken
            let wrong = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--require-user", "you", input: token)
            #expect(wrong.status == 1)
            #expect(wrong.error.hasPrefix("The value of --require-user is not an email address.\n"))
            let right = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--require-user", "YOU@example.com", input: token)
            try scene.expectSaved(right)
            // Whose session is alive counts for --if-needed, too.
            let again = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--require-user", "you@example.com", "--if-needed", input: token)
            #expect(again.output.hasPrefix("Already logged in"))
            let other = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--require-user", "ops@example.com", "--if-needed", input: token)
            #expect(other.status == 1)
        }
    }

    @Test("a script that takes over another user's context is warned in one line")
    func takesOver() async throws {
        try await Scene.play { scene in
            try scene.configure("    gateway_session_token: old\n    gateway_session_user: ops@example.com\n")
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--json", input: try scene.sandbox.issueTokens().idToken)
            try scene.expectSaved(outcome)
            #expect(
                outcome.error == "Warning: you@example.com takes the place of ops@example.com on context 'prod'.\n")
        }
    }
}

extension Scene {
    /// How often a browser has opened the sign-in page.
    var visits: Int { sandbox.requests.count { $0.endpoint == .authorize && $0.method == "GET" } }
}
