import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// The full-screen login as a person uses it: keys in, a session in the config out.
    @Suite("Full-screen login", .timeLimit(.minutes(10)))
    struct WizardTests {
        @Test("a browser login, from the picker to the saved session and the record of it")
        func browser() async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "--pkce-port", "\(scene.port)", in: scene) { terminal in
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "How do you want to log in?")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "✓ Gateway login successful.")
                    try await terminal.press("Enter")
                    try await Self.expectRecord(on: terminal)
                }
                try Self.expectSession(in: scene)
                #expect(FreePort.isFree(scene.port))
            }
        }

        @Test("a device login, a password, and a pasted token", arguments: ["device", "password", "token"])
        func otherModes(_ mode: String) async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "-i", in: scene) { terminal in
                    let seen = try await terminal.recordBytes()
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "How do you want to log in?")
                    switch mode {
                    case "device": try await terminal.press("j", "Enter")
                    case "token":
                        try await terminal.press("j", "j", "Enter")
                        try await terminal.wait(for: "Paste a token or the callback URL.")
                        try await terminal.paste(try scene.sandbox.issueTokens().idToken)
                        try await terminal.wait(for: "for you@example.com, expires in")
                        try await terminal.press("Enter")
                    default:
                        try await terminal.press("G", "Enter")
                        try await terminal.wait(for: "Password")
                        try await terminal.type("you@example.com")
                        try await terminal.press("Tab")
                        try await terminal.type("sandbox-password")
                        try await terminal.wait(for: String(repeating: "•", count: 16))
                        try await terminal.press("Enter")
                    }
                    try await terminal.wait(for: "✓ Gateway login successful.")
                    try await terminal.press("Enter")
                    try await Self.expectRecord(on: terminal)
                    let bytes = try scene.home.text(of: seen)
                    #expect(bytes.contains("How do you want to log in?"))
                    #expect(!bytes.contains("sandbox-password"))
                }
                try Self.expectSession(in: scene)
            }
        }

        @Test("a wrong password is said, the way back is there, and leaving from it is a failure")
        func wrongPassword() async throws {
            try await Scene.play { scene in
                try await Terminal.run(
                    "auth", "login", "-i", "--auth0", "you@example.com", "--password", "--context", "prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: "Password")
                    try await terminal.type("marker-wrong")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "✗ Wrong email or password.")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "enter log in")
                    #expect(!(try await terminal.screen.contains("•")))
                    try await terminal.type("marker-again")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "✗ Wrong email or password.")
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 1)
                    let screen = try await terminal.screen
                    #expect(screen.contains("Wrong email or password.") && !screen.contains("marker-"))
                    #expect(try terminal.isRestored)
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a port that is taken, and a browser that never comes back, are said; m leads to another mode")
        func failures() async throws {
            try await Scene.play { scene in
                try await Terminal.run(
                    "auth", "login", "-i", "--pkce", "--no-browser-open", "--timeout", "1", "--context", "prod",
                    "--pkce-port", "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: "No callback arrived within 1 second")
                    try await terminal.wait(for: scene.redirect)
                    try await terminal.press("m")
                    try await terminal.wait(for: "How do you want to log in?")
                    try await terminal.press("j", "Enter")
                    try await terminal.wait(for: "Enter this code in your browser")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "How do you want to log in?")
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("the keys of the browser panel: U shows the address whole, v takes the callback, d goes to a code")
        func panelKeys() async throws {
            try await Scene.play { scene in
                try await Terminal.run(
                    "auth", "login", "-i", "--pkce", "--no-browser-open", "--context", "prod", "--pkce-port",
                    "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: scene.redirect)
                    #expect(try await terminal.screen.contains("not checked"))
                    try await terminal.press("U")
                    try await terminal.wait(for: "Press any key to go back.")
                    let printed = try await terminal.screen
                    #expect(printed.filter { $0 != "\n" }.contains("code_challenge_method=S256"))
                    try await terminal.press("x")
                    try await terminal.wait(for: "Waiting for you to finish in the browser")
                    try await terminal.press("u")
                    try await terminal.wait(for: "URL sent to the terminal's clipboard")
                    try await terminal.press("r")
                    try await terminal.wait(for: "Redirect URI sent to the terminal's clipboard")
                    try await terminal.press("?")
                    try await terminal.wait(for: "start over and sign in with another account")
                    // Without the wait, Esc and the letter would be one key.
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Waiting for you to finish in the browser")
                    try await terminal.press("v")
                    try await terminal.wait(for: "Paste the address that the browser ended at.")
                    try await terminal.paste("\(scene.redirect)?code=marker-code&state=marker-state")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "This belongs to another login.")
                    #expect(!(try await terminal.screen.contains("marker-")))
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Waiting for you to finish in the browser")
                    try await terminal.press("d")
                    try await terminal.wait(for: "Enter this code in your browser")
                    #expect(FreePort.isFree(scene.port))
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
            }
        }

        @Test("--json prints one object on stdout while the screen is drawn on the terminal")
        func json() async throws {
            try await Scene.play { scene in
                let line =
                    "'\(BuiltBinary.noetl.path)' auth login -i --pkce --json --context prod --pkce-port \(scene.port)"
                try await Terminal.run(shell: "\(line) > \"$HOME/out.json\"", in: scene) { terminal in
                    try await terminal.wait(for: "✓ Gateway login successful.")
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                    #expect(try terminal.isRestored)
                }
                let text = try scene.home.text(of: "out.json")
                let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
                #expect(object?["saved_context"] as? String == "prod")
                #expect(!text.contains("\u{1B}"))
            }
        }

        private static func expectRecord(on terminal: Terminal) async throws {
            #expect(try await terminal.end() == 0)
            let screen = try await terminal.screen
            #expect(screen.contains("Gateway login successful.") && screen.contains("Saved:   context 'prod'"))
            #expect(!screen.contains("export NOETL_SESSION_TOKEN"))
            #expect(try terminal.isRestored)
        }

        private static func expectSession(in scene: Scene) throws {
            #expect(try scene.home.context("prod")["gateway_session_token"] != nil)
            #expect(try scene.home.context("prod")["gateway_session_user"] == "you@example.com")
        }
    }
}
