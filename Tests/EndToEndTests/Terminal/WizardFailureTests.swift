import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Logins in full screen that fail: what is said, and the ways on from there.
    @Suite("Wizard: failures", .timeLimit(.minutes(5)))
    struct WizardFailureTests {
        /// From a failure screen that says `text`: to the modes, which is the way that always works, and out.
        private static func leave(_ terminal: Terminal, after text: String, leaving lines: [String]) async throws {
            try await terminal.wait(for: text)
            try await terminal.type("?")
            try await terminal.wait(for: "try the same again")
            try await terminal.press("Escape")
            try await terminal.waitUntilGone("try the same again")
            try await terminal.press("C-c")
            try await terminal.expectEnd(1)
            let screen = try await terminal.screen
            for line in lines { #expect(screen.contains(line)) }
        }

        @Test("a wrong password is typed again, and the second try counts")
        func wrongPassword() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--password", "--auth0", "you@example.com", "--context", "prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: "Password")
                    try await terminal.type("wrong")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Wrong email or password.")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "tab other field")
                    try await terminal.press("C-u")
                    try await terminal.type("sandbox-password")
                    try await terminal.press("Enter")
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("one key from a failure: what stands in the way, found while it is shown; leaving stays a failure")
        func doctor() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.always(.configuration, .proxyPage())
                try await Terminal.wizard(
                    "--password", "--auth0", "you@example.com", "--context", "prod", "--pkce-port", "\(scene.port)",
                    in: scene
                ) { terminal in
                    try await terminal.wait(for: "Password")
                    try await terminal.type("wrong")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "d doctor")
                    try await terminal.type("d")
                    try await terminal.wait(for: "✗ One thing stands in the way of a login.")
                    let screen = try await terminal.screen
                    #expect(screen.contains("✓ The gateway answers: \(scene.sandbox.addresses.gatewayURL)"))
                    #expect(screen.contains("✗ This is no Auth0 tenant."))
                    #expect(screen.contains("✓ Port \(scene.port) is free"))
                    scene.sandbox.script.always(.configuration, nil)
                    try await terminal.type("r")
                    try await terminal.wait(for: "✓ Nothing stands in the way of a login.")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Wrong email or password.")
                    try await terminal.type("d")
                    try await terminal.wait(for: "doctor")
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(1)
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a person who says no in the browser ends the login")
        func denied() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce", "--pkce-port", "\(scene.port)", "--context", "prod",
                    with: ["BROWSER": "\(BuiltBinary.sandbox.path) browse --deny %s"], in: scene
                ) { terminal in
                    try await terminal.wait(for: "m another mode")
                    try await Self.leave(terminal, after: "denied", leaving: ["denied"])
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a device request that is denied ends the login, and another mode works")
        func deviceDenied() async throws {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1, decision: .denied)
            try await Scene.play(settings) { scene in
                try await Terminal.wizard(
                    "--browser", "--no-browser-open", "--context", "prod", "--pkce-port", "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: "denied")
                    try await terminal.type("m")
                    try await terminal.wait(for: Terminal.modes)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: Terminal.waiting)
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
                #expect(FreePort.isFree(scene.port))
            }
        }

        @Test("a window that ends names the redirect URI, and one key starts over")
        func timeout() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce", "--no-browser-open", "--timeout", "6", "--pkce-port", "\(scene.port)", "--context",
                    "prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: "No callback arrived within 6 seconds.")
                    #expect(FreePort.isFree(scene.port))
                    #expect(try await terminal.screen.contains(scene.redirect))
                    try await terminal.type("r")
                    try await terminal.wait(for: Terminal.waiting)
                    #expect(!FreePort.isFree(scene.port))
                    try await Self.leave(
                        terminal, after: "No callback arrived within 6 seconds.",
                        leaving: ["No callback arrived within 6 seconds.", "Redirect URI: \(scene.redirect)"])
                }
            }
        }

        @Test("a port that is taken is named; free again, the same login goes through")
        func portTaken() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--pkce-port", "\(scene.port)", in: scene) { terminal in
                    var holder = PortHolder(scene.port)
                    #expect(holder != nil)
                    try await terminal.chooseMode(0)
                    try await terminal.wait(for: "m another mode")
                    #expect(try await terminal.screen.contains("\(scene.port)"))
                    #expect(scene.sandbox.requests.isEmpty)
                    holder = nil
                    try await terminal.type("r")
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("a gateway that refuses the token ends the login with status 1")
        func refused() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.always(.login, .empty(401))
                try await Terminal.wizard(
                    "--pkce", "--pkce-port", "\(scene.port)", "--context", "prod", in: scene
                ) { terminal in
                    try await Self.leave(terminal, after: "refused", leaving: ["refused"])
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a tenant that is not there is named")
        func tenantDown() async throws {
            try await Scene.play { scene in
                let port = FreePort.next()
                try await Terminal.wizard(
                    "--browser", "--auth0-domain", "localhost:\(port)", "--context", "prod", in: scene
                ) { terminal in
                    try await Self.leave(terminal, after: "localhost:\(port)", leaving: ["localhost:\(port)"])
                }
            }
        }

        @Test("a device code that nobody enters in time is named, and one key gets a new one")
        func deviceExpired() async throws {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1, lifetime: 2)
            try await Scene.play(settings) { scene in
                try await Terminal.wizard("--browser", "--no-browser-open", "--context", "prod", in: scene) {
                    terminal in
                    try await terminal.wait(for: "r start over")
                    #expect(try await terminal.screen.contains("expired"))
                    try await terminal.type("r")
                    try await terminal.wait(for: "Enter this code in your browser")
                    #expect(scene.sandbox.requests.filter { $0.endpoint == .deviceCode }.count == 2)
                    try await Self.leave(terminal, after: "r start over", leaving: ["expired"])
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a gateway that does not answer leaves its address to be corrected")
        func newContextUnreachable() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.type("n")
                    try await terminal.wait(for: "What is the address of the gateway?")
                    try await terminal.type("https://localhost:1")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "! ")
                    let screen = try await terminal.screen
                    #expect(screen.contains("Gateway URL   https://localhost:1") && screen.contains("refused"))
                    try await terminal.press("Escape")
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("Escape")
                    try await terminal.expectEnd(130)
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a file that cannot be written leaves the form as it was typed")
        func newContextUnwritable() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.type("n")
                    try await terminal.wait(for: "What is the address of the gateway?")
                    try await terminal.type(scene.sandbox.addresses.gatewayURL)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "This will be saved:")
                    try await terminal.press("C-u")
                    try await terminal.type("fresh")
                    // What nobody can write to, root included: a folder in the file's place.
                    try FileManager.default.removeItem(atPath: scene.home.configPath)
                    try FileManager.default.createDirectory(
                        atPath: scene.home.configPath, withIntermediateDirectories: false)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "! ")
                    #expect(try await terminal.screen.contains("fresh"))
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test("a token that is over is refused where it is pasted, and says since when")
        func expiredToken() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.tokenFlaws = [.expired]
                let token = try scene.sandbox.issueTokens().idToken
                try await Terminal.wizard("--auth0-token", "-", "--context", "prod", in: scene) { terminal in
                    try await terminal.wait(for: "Paste a token or the callback URL.")
                    try await terminal.pasteMarked(token)
                    try await terminal.wait(for: "expired")
                    try await terminal.press("Enter")
                    #expect(try await terminal.screen.contains("ago"))
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
                #expect(scene.asked.isEmpty)
            }
        }

        @Test("Esc during a login cancels it, frees the port and goes one step back; c leads to the contexts")
        func back() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--no-browser-open", "--timeout", "6", "--pkce-port", "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.chooseMode(0)
                    try await terminal.wait(for: Terminal.waiting)
                    try await terminal.press("Escape")
                    try await terminal.wait(for: Terminal.modes)
                    // Again at once: the port is free before the next login takes it.
                    try await terminal.press("Enter")
                    try await terminal.wait(for: Terminal.waiting)
                    try await terminal.wait(for: "No callback arrived")
                    try await terminal.type("c")
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("Escape")
                    try await terminal.expectEnd(130)
                }
                #expect(FreePort.isFree(scene.port))
            }
        }
    }
}
