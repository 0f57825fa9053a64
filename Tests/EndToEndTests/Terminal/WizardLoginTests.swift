import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Logins in full screen, each to its session.
    @Suite("Wizard: logins", .timeLimit(.minutes(5)))
    struct WizardLoginTests {
        /// Expects the last screen, leaves it, and expects the record and the saved session.
        static func expectSuccess(
            _ terminal: Terminal, in scene: Scene, context: String = "prod",
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            try await terminal.wait(for: Terminal.success)
            try await terminal.press("Enter")
            try await terminal.expectEnd(0, sourceLocation: sourceLocation)
            let screen = try await terminal.screen
            let saved = try scene.home.context(context)
            let token = try #require(saved["gateway_session_token"], sourceLocation: sourceLocation)
            for line in [
                Terminal.success, "  Gateway: \(scene.sandbox.addresses.gatewayURL)", "  User:    you@example.com",
                "  Token:   \(token.prefix(6))...\(token.suffix(4))", "  Saved:   context '\(context)'",
            ] {
                #expect(screen.contains(line), sourceLocation: sourceLocation)
            }
            #expect(!screen.contains("export"), sourceLocation: sourceLocation)
            // The whole token was never on the screen.
            #expect(!terminal.hasSent(token), sourceLocation: sourceLocation)
        }

        @Test("the mode of the last login by flags is preselected, with its reason")
        func lastMode() async throws {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1, decision: .approved(as: "you@example.com"))
            try await Scene.play(settings) { scene in
                let login = try await scene.noetl("auth", "login", "--browser", "--no-browser-open")
                #expect(login.status == 0)
                try await Terminal.wizard("--no-browser-open", "--context", "prod", in: scene) { terminal in
                    try await terminal.wait(for: "It worked last")
                    #expect(try await terminal.screen.contains("› Code on any device"))
                    try await terminal.press("Enter")
                    try await Self.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("browser login: the browser comes back by itself")
        func browser() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--pkce-port", "\(scene.port)", in: scene) { terminal in
                    try await terminal.chooseMode(0)
                    try await Self.expectSuccess(terminal, in: scene)
                }
                #expect(FreePort.isFree(scene.port))
            }
        }

        @Test("device login: somebody enters the code")
        func device() async throws {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1)
            try await Scene.play(settings) { scene in
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.chooseMode(1)
                    try await Self.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("password login: nothing of the password reaches the terminal")
        func password() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.chooseMode(3)
                    try await terminal.wait(for: "Password")
                    try await terminal.type("you@example.com")
                    try await terminal.press("Tab")
                    try await terminal.type("marker-wrong")
                    try await terminal.wait(for: String(repeating: "•", count: 12))
                    try await terminal.press("C-u")
                    try await terminal.waitUntilGone("•")
                    // A trailing newline of the clipboard does not count.
                    try await terminal.pasteMarked("sandbox-password\n")
                    try await terminal.wait(for: String(repeating: "•", count: 16))
                    try await terminal.press("Enter")
                    try await Self.expectSuccess(terminal, in: scene)
                    #expect(!terminal.hasSent("sandbox-pass") && !terminal.hasSent("marker"))
                }
                #expect(scene.sandbox.requests.first { $0.endpoint == .token }?.form["password"] == "sandbox-password")
            }
        }

        @Test("a pasted token or callback URL is recognised, and none of it shown", arguments: [false, true])
        func pasted(_ isCallback: Bool) async throws {
            try await Scene.play { scene in
                let tokens = try scene.sandbox.issueTokens()
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.chooseMode(2)
                    try await terminal.wait(for: "Paste a token or the callback URL.")
                    try await terminal.pasteMarked(isCallback ? tokens.callbackURL : tokens.idToken)
                    try await terminal.wait(for: "you@example.com, expires in")
                    try await terminal.press("Enter")
                    try await Self.expectSuccess(terminal, in: scene)
                    #expect(!terminal.hasSent(String(tokens.idToken.prefix(20))))
                }
            }
        }

        @Test("n adds a context from the address of a gateway, and goes on with it")
        func newContext() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--pkce-port", "\(scene.port)", in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.type("n")
                    try await terminal.wait(for: "What is the address of the gateway?")
                    try await terminal.type(scene.sandbox.addresses.gatewayURL)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "This will be saved:")
                    try await terminal.press("C-u")
                    try await terminal.type("fresh")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: Terminal.modes)
                    try await terminal.press("Enter")
                    try await Self.expectSuccess(terminal, in: scene, context: "fresh")
                }
                let fresh = try scene.home.context("fresh")
                #expect(fresh["server_url"] == scene.sandbox.addresses.gatewayURL)
                #expect(fresh["gateway_auth0_client_id"] == scene.sandbox.addresses.clientID)
                #expect(try scene.home.text(of: ".noetl/config.yaml").contains("current_context: prod"))
            }
        }

        @Test("without any context, the form for the first one is the first screen")
        func firstRun() async throws {
            try await Scene.play { scene in
                try FileManager.default.removeItem(atPath: scene.home.configPath)
                try await Terminal.wizard("--pkce-port", "\(scene.port)", in: scene) { terminal in
                    try await terminal.wait(for: "What is the address of the gateway?")
                    // Plain addresses are meant as https.
                    try await terminal.type(String(scene.sandbox.addresses.gatewayURL.dropFirst("https://".count)))
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "This will be saved:")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: Terminal.modes)
                    try await terminal.press("Enter")
                    try await Self.expectSuccess(terminal, in: scene, context: "local")
                }
                #expect(try scene.home.text(of: ".noetl/config.yaml").contains("current_context: local"))
                #expect(try scene.home.mode(of: ".noetl/config.yaml") == 0o600)
            }
        }

        @Test("what the address of the callback brought can be pasted into the panel")
        func pastedCallback() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce", "--no-browser-open", "--pkce-port", "\(scene.port)", "--context", "prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.waiting)
                    try await terminal.type("v")
                    try await terminal.wait(for: "Paste the address that the browser ended at.")
                    // Of another login: refused, and the wait goes on.
                    try await terminal.pasteMarked("\(scene.redirect)?code=marker-code&state=stranger")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "This belongs to another login.")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: Terminal.waiting)
                    #expect(!terminal.hasSent("marker-code"))
                    // The one of this login, from a browser on a machine that the redirect does not lead to.
                    let address = try await terminal.address(at: "\(scene.sandbox.addresses.tenantURL)/authorize?")
                    let callback = try await scene.sandbox.callback(of: address, redirect: scene.redirect)
                    #expect(callback.hasPrefix("\(scene.redirect)?"))
                    // Without the key for it: who pastes means it.
                    try await terminal.pasteMarked(callback)
                    try await terminal.wait(for: "Paste the address that the browser ended at.")
                    try await terminal.press("Enter")
                    try await Self.expectSuccess(terminal, in: scene)
                }
                #expect(FreePort.isFree(scene.port))
            }
        }
    }
}
