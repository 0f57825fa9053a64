import NoetlSandbox
import NoetlTestSupport
import Testing

/// Logins that cannot go well: what is said, with which status, and that it is said before anything happens.
@Suite("Login failures", .timeLimit(.minutes(5)))
struct LoginFailureTests {
    @Test("a context that does not exist is named with where its name came from")
    func missingContext() async throws {
        try await Scene.play { scene in
            let login = ["auth", "login", "--browser-pkce"]
            let flag = try await scene.run(login + ["--context", "nope"], with: ["BROWSER": scene.recorder()])
            let variable = try await scene.run(login, with: ["BROWSER": scene.recorder(), "NOETL_CONTEXT": "nope"])
            let json = try await scene.run(login + ["--context", "nope", "--json"])
            try scene.expect(flag, variable, json, are: "failure-missing-context")
            #expect(scene.sandbox.requests.isEmpty)
            #expect(!scene.home.has("browser-argv"))
        }
    }

    @Test("a missing setting is named with the command that sets it")
    func missingSetting() async throws {
        try await Scene.play { scene in
            let gateway = scene.sandbox.addresses.gatewayURL
            try scene.home.write(
                """
                current_context: bare
                contexts:
                  bare:
                    server_url: \(gateway)
                    runtime: auto
                    gateway_auth0_domain: acme.us.auth0.com
                  naked:
                    server_url: \(gateway)
                    runtime: auto

                """, to: ".noetl/config.yaml")
            let noClient = try await scene.noetl("auth", "login", "--browser")
            let noDomain = try await scene.noetl("auth", "login", "--browser-pkce", "--context", "naked")
            let json = try await scene.noetl("auth", "login", "--browser", "--json")
            try scene.expect(noClient, noDomain, json, are: "failure-missing-setting")
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("a config that cannot be written stops a login before anything is opened or asked", arguments: Form.allCases)
    func unwritable(_ form: Form) async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod"), to: ".noetl/config.yaml", mode: 0o400)
            let outcome = try await scene.run(
                ["auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)"] + form.flags,
                with: ["BROWSER": scene.recorder()])
            try scene.expect(outcome, are: "failure-unwritable-\(form)")
            #expect(scene.sandbox.requests.isEmpty)
            #expect(!scene.home.has("browser-argv"))
        }
    }

    @Test("a config that cannot be written is no obstacle with --no-save")
    func unwritableWithoutSaving() async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod"), to: ".noetl/config.yaml", mode: 0o400)
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--no-save", input: try scene.sandbox.issueTokens().idToken)
            #expect(outcome.status == 0)
            try scene.expectNothingSaved()
        }
    }

    @Test("a config that is no YAML is left as it is, and none of it is quoted")
    func brokenConfig() async throws {
        try await Scene.play { scene in
            let broken = "contexts:\n  prod: [marker-of-contents\n"
            try scene.home.write(broken, to: ".noetl/config.yaml")
            let outcome = try await scene.noetl("auth", "login", "--browser")
            try scene.expect(outcome, are: "failure-broken-config")
            #expect(!outcome.error.contains("marker-of-contents"))
            #expect(try scene.home.text(of: ".noetl/config.yaml") == broken)
        }
    }

    @Test("a gateway that refuses the token ends with status 1, never 77", arguments: [Form.human, .json])
    func refused(_ form: Form) async throws {
        try await Scene.play { scene in
            let failure = SandboxFailure(status: 401, error: "x", description: "Auth0 token validation failed: bad key")
            scene.sandbox.script.always(.login, .failure(failure))
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-"] + form.flags, input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "failure-gateway-refuses-\(form)")
            try scene.expectNothingSaved()
            #expect(scene.asked == ["gateway POST /api/auth/login"])
        }
    }

    @Test("a busy gateway is asked three times", arguments: [Form.human, .json])
    func busy(_ form: Form) async throws {
        try await Scene.play { scene in
            scene.sandbox.script.always(.login, .gatewayBusy)
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-"] + form.flags, input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "failure-gateway-busy-\(form)")
            #expect(scene.asked == Array(repeating: "gateway POST /api/auth/login", count: 3))
        }
    }

    @Test("a gateway that is busy once does not end the login")
    func busyOnce() async throws {
        try await Scene.play { scene in
            scene.sandbox.script.answer(.login, with: .gatewayBusy)
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken)
            try scene.expectSaved(outcome)
        }
    }

    @Test("a redirect of the gateway is not followed with the token")
    func redirected() async throws {
        try await Scene.play { scene in
            let elsewhere = "\(scene.sandbox.addresses.gatewayPlainURL)/api/auth/login"
            scene.sandbox.script.answer(.login, with: .redirect(to: elsewhere, status: 307))
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "failure-gateway-redirects")
            #expect(scene.asked == ["gateway POST /api/auth/login"])
        }
    }

    @Test("a gateway that is down is named with host, port and cause", arguments: [Form.human, .json])
    func down(_ form: Form) async throws {
        try await Scene.play { scene in
            // Nobody listens on the port of the callback.
            let gateway = "https://127.0.0.1:\(scene.port)"
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod", gateway: gateway), to: ".noetl/config.yaml")
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-"] + form.flags, input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "failure-gateway-down-\(form)")
        }
    }

    @Test("an unknown authority is told with --ca-file, and nothing is sent", arguments: [Form.human, .json])
    func unknownAuthority(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-"] + form.flags, input: try scene.sandbox.issueTokens().idToken,
                with: ["NOETL_CA_FILE": nil])
            try scene.expect(outcome, are: "failure-unknown-authority-\(form)")
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("--ca-file and SSL_CERT_FILE make the authority known")
    func knownAuthority() async throws {
        try await Scene.play { scene in
            let token = try scene.sandbox.issueTokens().idToken, file = scene.sandbox.addresses.caFile
            let login = ["auth", "login", "--auth0-token", "-"]
            let byFlag = try await scene.run(
                login + ["--ca-file", file], input: token, with: ["NOETL_CA_FILE": nil])
            try scene.expectSaved(byFlag)
            let byVariable = try await scene.run(
                login, input: token, with: ["NOETL_CA_FILE": nil, "SSL_CERT_FILE": file])
            try scene.expectSaved(byVariable)
        }
    }

    @Test("a plain http gateway that is not this machine needs --insecure-http")
    func exposed() async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod", gateway: "http://gateway.invalid"),
                to: ".noetl/config.yaml")
            let outcome = try await scene.noetl("auth", "login", "--browser")
            try scene.expect(outcome, are: "failure-exposed-gateway")
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("a login without a mode and without a terminal lists the modes; -i names the flags to use")
    func noMode() async throws {
        try await Scene.play { scene in
            let none = try await scene.noetl("auth", "login")
            let interactive = try await scene.noetl("auth", "login", "-i")
            let json = try await scene.noetl("auth", "login", "--json")
            try scene.expect(none, interactive, json, are: "failure-no-mode")
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("-i without a terminal fails at once, beside a mode flag too")
    func interactiveWithMode() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl(
                "auth", "login", "-i", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)",
                "--timeout", "1")
            #expect(outcome.status == 1)
            #expect(outcome.error.hasPrefix("--interactive needs a terminal."))
            #expect(outcome.output.isEmpty)
        }
    }

    @Test("what a server says reaches the terminal without control characters")
    func hostileServer() async throws {
        try await Scene.play { scene in
            let failure = SandboxFailure(status: 403, error: "odd", description: SandboxScript.hostileText)
            scene.sandbox.script.answer(.token, with: .failure(failure))
            scene.sandbox.script.answer(.login, with: .failure(failure))
            let byTenant = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password-stdin", input: "sandbox-password")
            let byGateway = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken)
            for outcome in [byTenant, byGateway] {
                #expect(outcome.status == 1)
                #expect(outcome.error.contains("next line"))
                let isHarmless = outcome.error.unicodeScalars.allSatisfy {
                    $0 == "\n"
                        || ($0.properties.generalCategory != .control && $0.properties.generalCategory != .format)
                }
                #expect(isHarmless, "\(outcome.error.debugDescription)")
            }
        }
    }
}
