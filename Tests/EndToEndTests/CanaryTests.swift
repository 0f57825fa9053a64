import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// Secrets with a mark on them go through every mode and failure, with the trace on, and must show up nowhere.
@Suite("Secrets", .timeLimit(.minutes(5)))
struct CanaryTests {
    private static let password = "canary-password-7f3a91"
    private static let clientSecret = "canary-client-secret-55aa"

    /// A tenant whose first user and application have marked secrets.
    private static var settings: SandboxSettings {
        var settings = SandboxSettings()
        settings.users[0].password = password
        settings.clients[0].secret = clientSecret
        settings.device.interval = 1
        return settings
    }

    /// Expects `secrets` in neither stream (a session token of its own may be shown once, in the export line or the
    /// JSON object) nor in any file but the config.
    private func expectHidden(
        _ secrets: [String], _ outcome: ProgramOutcome, _ scene: Scene,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let streams = "\(outcome.output)\n\(outcome.error)"
        for secret in secrets {
            #expect(!streams.contains(secret), "\(secret) is shown", sourceLocation: sourceLocation)
        }
        let session = try scene.home.context("prod")["gateway_session_token"]
        if let session {
            #expect(!outcome.error.contains(session), "the trace has the session", sourceLocation: sourceLocation)
            let lines = outcome.output.split(separator: "\n").filter { $0.contains(session) }
            #expect(
                lines.allSatisfy { $0.contains("export NOETL_SESSION_TOKEN=") || $0.contains("\"session_token\"") },
                sourceLocation: sourceLocation)
        }
        for (name, content) in try scene.home.files() where name != ".noetl/config.yaml" {
            for secret in secrets + [session].compactMap(\.self) {
                #expect(
                    content.range(of: Data(secret.utf8)) == nil, "\(secret) is in \(name)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    /// What of a JSON web token nobody may see: all of it, the start of its payload, its signature.
    private func parts(of token: String) -> [String] {
        [token] + token.split(separator: ".").dropFirst().map { String($0.prefix(40)) }
    }

    @Test("a password is never shown", arguments: Form.allCases)
    func password(_ form: Form) async throws {
        try await Scene.play(Self.settings) { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--auth0", "you@example.com", "--password-stdin", "--debug"] + form.flags,
                input: Self.password, with: ["NOETL_AUTH0_CLIENT_SECRET": Self.clientSecret])
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(outcome.error.contains("debug: "))
            try expectHidden([Self.password, Self.clientSecret], outcome, scene)
        }
    }

    @Test("tokens from argv and standard input are never shown", arguments: Form.allCases)
    func token(_ form: Form) async throws {
        try await Scene.play { scene in
            let tokens = try scene.sandbox.issueTokens()
            let secrets = parts(of: tokens.idToken) + [tokens.accessToken]
            for arguments in [
                ["--auth0-token", tokens.idToken], ["--auth0", tokens.idToken],
                ["--auth0-callback-url", tokens.callbackURL], ["--auth0", tokens.callbackURL],
            ] {
                let outcome = try await scene.run(["auth", "login", "--debug"] + arguments + form.flags)
                #expect(outcome.status == 0, "\(outcome.error)")
                try expectHidden(secrets, outcome, scene)
            }
            for (flag, input) in [("--auth0-token", tokens.idToken), ("--auth0-callback-url", tokens.callbackURL)] {
                let outcome = try await scene.run(["auth", "login", "--debug", flag, "-"] + form.flags, input: input)
                #expect(outcome.status == 0, "\(outcome.error)")
                try expectHidden(secrets, outcome, scene)
            }
        }
    }

    @Test("code, verifier, tokens and client secret of a browser login are in no trace and reach no child")
    func browser() async throws {
        try await Scene.play(Self.settings) { scene in
            // The form is filled in with the user's own password.
            let browser = try scene.home.write(
                """
                #!/bin/sh
                printf '%s\\n' "$@" > "\(scene.home.path)/browser-argv"
                env > "\(scene.home.path)/browser-env"

                """, to: "browser", mode: 0o700)
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)", "--debug",
                with: [
                    "BROWSER": browser, "NOETL_AUTH0_CLIENT_SECRET": Self.clientSecret,
                    "NOETL_SESSION_TOKEN": "canary-session-token",
                ]
            ) { program in
                let address = try await Scene.address(program)
                _ = try await program.line(of: .error) { $0.hasPrefix("debug: asked") }
                try await scene.sandbox.signIn(at: address)
                _ = try await scene.sandbox.request { $0.endpoint == .login }
            }
            #expect(outcome.status == 0, "\(outcome.error)")
            let form = try #require(scene.sandbox.requests.first { $0.endpoint == .token }?.form)
            #expect(form["client_secret"] == Self.clientSecret)
            let login = try #require(scene.sandbox.requests.first { $0.endpoint == .login }?.json)
            let secrets =
                [Self.clientSecret, "canary-session-token", form["code"] ?? "", form["code_verifier"] ?? ""]
                + parts(of: login["auth0_token"]?.text ?? "")
            #expect(secrets.allSatisfy { !$0.isEmpty })
            try expectHidden(secrets, outcome, scene)
            #expect(scene.home.has("browser-argv"))
        }
    }

    @Test("what looks at a session and uses it does not show it", arguments: [Form.human, .json])
    func session(_ form: Form) async throws {
        let canary = "canary-session-token-91c4"
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod", session: session)
                    + scene.entry("stage", session: canary), to: ".noetl/config.yaml")
            let file = try scene.home.write("kind: Playbook\nmetadata:\n  path: a/b\n", to: "playbook.yaml")
            scene.sandbox.script.answer(
                .validate, with: .honest, .honest, .honest,
                .failure(SandboxFailure(status: 500, error: "x", description: "cannot take \(canary)")))
            for arguments in [
                ["auth", "status"], ["auth", "status", "--all"], ["auth", "status", "--context", "stage"],
                ["auth", "status", "--offline", "--all"], ["catalog", "list", "Playbook"],
                ["catalog", "get", "examples/hello_world"], ["catalog", "register", file],
                ["catalog", "get", "a", "--context", "stage"], ["catalog", "get", "a", "--session-token", canary],
                ["catalog", "list", "x", "--session-token", canary, "stray-\(canary)"],
            ] {
                let outcome = try await scene.run(
                    arguments + ["--debug"] + form.flags, with: ["NOETL_SESSION_TOKEN": nil])
                try expectHidden([session, canary], outcome, scene)
            }
        }
    }

    @Test("a failed login shows no secret either", arguments: [Form.human, .json])
    func failures(_ form: Form) async throws {
        try await Scene.play(Self.settings) { scene in
            let tokens = try scene.sandbox.issueTokens()
            let secrets = parts(of: tokens.idToken) + [Self.clientSecret, "canary-wrong-password"]
            let wrong = try await scene.run(
                ["auth", "login", "--auth0", "you@example.com", "--password-stdin", "--debug"] + form.flags,
                input: "canary-wrong-password", with: ["NOETL_AUTH0_CLIENT_SECRET": Self.clientSecret])
            #expect(wrong.status == 1)
            try expectHidden(secrets, wrong, scene)
            for answer in [ScriptedAnswer.empty(500), .proxyPage(), .drop, .failure(.accessDenied)] {
                scene.sandbox.script.answer(.login, with: answer)
                let outcome = try await scene.run(
                    ["auth", "login", "--auth0-token", "-", "--debug"] + form.flags, input: tokens.idToken)
                #expect(outcome.status == 1)
                try expectHidden(secrets, outcome, scene)
            }
        }
    }

    @Test("a usage error beside a secret-bearing flag shows no value")
    func usageErrors() async throws {
        try await Scene.play { scene in
            for arguments in [
                ["--auth0-token", "canary-value", "canary-stray"],
                ["--auth0-token=canary-value", "--canary-unknown=x"],
                ["--auth0", "canary-value"], ["--auth0-client-secret", "canary-value", "canary-stray"],
                ["--auth0", "you@example.com", "--password", "canary-typed-password"],
                ["--password=canary-value", "--auth0", "you@example.com"],
                ["--auth0-token", "canary-value", "--timeout", "canary-number"],
            ] {
                for form in [Form.human, .json] {
                    let outcome = try await scene.run(["auth", "login"] + arguments + form.flags)
                    #expect(outcome.status == 1)
                    for marker in ["canary-value", "canary-stray", "canary-typed"] {
                        #expect(!"\(outcome.output)\(outcome.error)".contains(marker), "\(arguments)")
                    }
                }
            }
        }
    }

    @Test("a secret that a server sends back is not shown")
    func echoed() async throws {
        try await Scene.play { scene in
            let token = try scene.sandbox.issueTokens().idToken
            let echo = { (text: String) in
                ScriptedAnswer.failure(SandboxFailure(status: 401, error: "odd", description: "cannot take \(text)"))
            }
            scene.sandbox.script.answer(.login, with: echo(token))
            let byGateway = try await scene.noetl("auth", "login", "--auth0-token", "-", input: token)
            try expectHidden(parts(of: token), byGateway, scene)
            scene.sandbox.script.answer(.token, with: echo("canary-wrong-password"))
            let byTenant = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password-stdin", input: "canary-wrong-password")
            try expectHidden(["canary-wrong-password"], byTenant, scene)
        }
    }

    @Test("no golden holds a secret of the sandbox")
    func goldens() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
        let secrets = SandboxUser.defaults.map(\.password) + ["sandbox-client-secret", "sandbox-mfa-token-never-shown"]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count > 20)
        for file in files where file.pathExtension == "txt" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for secret in secrets { #expect(!text.contains(secret), "\(file.lastPathComponent)") }
        }
    }
}
