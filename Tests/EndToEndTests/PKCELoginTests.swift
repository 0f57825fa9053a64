import NoetlSandbox
import NoetlTestSupport
import Testing

/// Browser login: a listener on this machine, a browser that signs in, a code for a token.
@Suite("Browser PKCE login", .timeLimit(.minutes(5)))
struct PKCELoginTests {
    @Test("a browser login shows the notice, opens the browser and saves the session", arguments: Form.allCases)
    func forms(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)"] + form.flags)
            try scene.expect(outcome, are: "pkce-\(form)")
            try scene.expectSaved(outcome)
            #expect(
                scene.asked == ["tenant GET /authorize", "tenant POST /oauth/token", "gateway POST /api/auth/login"])
            #expect(FreePort.isFree(scene.port))
        }
    }

    @Test("with --no-browser-open nothing is opened, and the address works in any browser")
    func noBrowser() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--pkce", "--no-browser-open", "--pkce-port", "\(scene.port)",
                with: ["BROWSER": scene.recorder()]
            ) { program in
                let page = try await scene.sandbox.signIn(at: try await Scene.address(program))
                #expect(page.status == 200)
                #expect(page.pageBody.contains("You are signed in"))
            }
            try scene.expect(outcome, are: "pkce-no-browser-open")
            try scene.expectSaved(outcome)
            #expect(!scene.home.has("browser-argv"))
        }
    }

    @Test("--auth0 with an email is a browser login with that hint; --force-login makes the tenant ask")
    func hints() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0", "first.last@example.com", "--force-login", "--pkce-port", "\(scene.port)")
            try scene.expectSaved(outcome)
            let query = try #require(scene.sandbox.requests.first { $0.endpoint == .authorize }?.query)
            #expect(query["login_hint"] == "first.last@example.com")
            #expect(query["prompt"] == "login")
            #expect(query["response_type"] == "code")
            #expect(query["scope"] == "openid profile email")
            #expect(query["code_challenge_method"] == "S256")
            #expect(query["redirect_uri"] == scene.redirect)
        }
    }

    @Test("the redirect URI is the flag's, on localhost too")
    func redirectFlag() async throws {
        try await Scene.play { scene in
            let redirect = "http://localhost:\(scene.port)/elsewhere"
            scene.sandbox.script.allow(redirect)
            let outcome = try await scene.noetl("auth", "login", "--pkce", "--auth0-redirect-uri", redirect)
            try scene.expectSaved(outcome)
        }
    }

    @Test("the context's redirect URI is used when a listener can serve it")
    func redirectOfContext() async throws {
        try await Scene.play { scene in
            let own = "    gateway_auth0_redirect_uri: \(scene.redirect)\n"
            try scene.configure(own)
            let outcome = try await scene.noetl("auth", "login", "--pkce")
            try scene.expectSaved(outcome)
            #expect(outcome.output.contains("\n  Redirect URI: \(scene.redirect)\n"))
        }
    }

    @Test("a port in use is told before a browser opens or the tenant is asked", arguments: [Form.human, .json])
    func portInUse(_ form: Form) async throws {
        try await Scene.play { scene in
            let holder = try #require(PortHolder(scene.port))
            let outcome = try await scene.run(
                ["auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)"] + form.flags,
                with: ["BROWSER": scene.recorder()])
            withExtendedLifetime(holder) {}
            try scene.expect(outcome, are: "pkce-port-in-use-\(form)")
            #expect(!scene.home.has("browser-argv"))
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test(
        "a login that nobody finishes ends after --timeout, with the redirect URI again",
        arguments: [Form.human, .json])
    func timeout(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                [
                    "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)",
                    "--timeout", "1",
                ] + form.flags)
            try scene.expect(outcome, are: "pkce-timeout-\(form)")
            try scene.expectNothingSaved()
            #expect(FreePort.isFree(scene.port))
        }
    }

    @Test("a person who refuses at the tenant ends the login")
    func denied() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)"
            ) { program in
                let page = try await scene.sandbox.signIn(at: try await Scene.address(program), denies: true)
                #expect(page.status == 400)
                #expect(page.pageBody.contains("Sign-in was refused"))
            }
            try scene.expect(outcome, are: "pkce-denied")
            try scene.expectNothingSaved()
        }
    }

    @Test("a browser that is not installed is no error: the address is on screen")
    func missingBrowser() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)", "--debug",
                with: ["BROWSER": "no-such-browser %s"]
            ) { program in
                let address = try await Scene.address(program)
                // A machine so busy that a second was not enough to find out says that it asked.
                _ = try await program.line(of: .error) {
                    $0.hasPrefix("debug: browser not opened") || $0.hasPrefix("debug: asked")
                }
                try await scene.sandbox.signIn(at: address)
            }
            try scene.expectSaved(outcome)
            let said = "No browser was opened: no-such-browser is not installed. Open the URL above yourself."
            #expect(outcome.error.contains(said) || outcome.error.contains("debug: asked no-such-browser"))
        }
    }

    @Test("an ID token that fails a check never reaches the gateway", arguments: [TokenFlaw.issuer, .nonce, .missing])
    func flawedToken(_ flaw: TokenFlaw) async throws {
        try await Scene.play { scene in
            scene.sandbox.script.tokenFlaws = [flaw]
            let outcome = try await scene.noetl("auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)")
            #expect(outcome.status == 1)
            #expect(scene.asked == ["tenant GET /authorize", "tenant POST /oauth/token"])
            try scene.expectNothingSaved()
        }
    }
}
