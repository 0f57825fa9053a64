import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Every key that the panel of a browser login advertises.
    @Suite("Wizard: keys of the browser panel", .timeLimit(.minutes(5)))
    struct WizardPanelTests {
        @Test("Q draws a QR code in dark on light that a phone reads")
        func qrCode() async throws {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1, decision: .user)
            try await Scene.play(settings) { scene in
                try await Terminal.wizard(
                    "--browser", "--no-browser-open", "--context", "prod", size: (100, 30), in: scene
                ) { terminal in
                    try await terminal.wait(for: "Enter this code in your browser")
                    let address = try #require(
                        try await terminal.screen.firstMatch(of: /https:\S+user_code=\S+/)?.output)
                    try await terminal.press("Q")
                    try await terminal.wait(for: "Scan this with a phone")
                    let cells = try await terminal.tmux("capture-pane", "-p").split(
                        separator: "\n", omittingEmptySubsequences: false)
                    // Below the header, and right of the margin.
                    let drawn = cells.dropFirst().prefix(23).map { String($0.dropFirst(2).prefix(45)) }
                        .filter { $0.contains { "█▀▄".contains($0) } }
                    #expect(try await QRReader.read(drawn) == [String(address)])
                    #expect(
                        try await terminal.tmux("capture-pane", "-p", "-e").contains("\u{1B}[38;5;16m\u{1B}[48;5;231m"))
                    try await terminal.resize(40, 12)
                    try await terminal.wait(for: "Enter this code in your browser")
                    try await terminal.resize(100, 30)
                    try await terminal.wait(for: "Scan this with a phone")
                    try await terminal.press("Q")
                    try await terminal.wait(for: "Enter this code in your browser")
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
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
                    try await terminal.wait(for: "Auth0 accepts this redirect URI")
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

        @Test("o opens the page that was not opened yet")
        func open() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce", "--no-browser-open", "--context", "prod", "--pkce-port", "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: "not opened; press o")
                    try await terminal.type("o")
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("f starts over with another account: a new state, and the tenant asks who it is")
        func otherAccount() async throws {
            try await Scene.play { scene in
                let page = "\(scene.sandbox.addresses.tenantURL)/authorize?"
                try await Terminal.wizard(
                    "--pkce", "--no-browser-open", "--context", "prod", "--pkce-port", "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.waiting)
                    let first = try await terminal.address(at: page)
                    // The notice marks the panel of the first login.
                    try await terminal.type("r")
                    try await terminal.wait(for: "clipboard")
                    try await terminal.type("f")
                    try await terminal.waitUntil("the second panel") {
                        $0.contains(Terminal.waiting) && !$0.contains("clipboard")
                    }
                    let second = try await terminal.address(at: page)
                    #expect(!first.contains("prompt=") && second.contains("prompt=login"))
                    #expect(try await scene.sandbox.signIn(at: first).status == 400)
                    #expect(try await scene.sandbox.signIn(at: second).status == 200)
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("the keys of the device panel: u copies, U shows the code whole, o opens the page that approves it")
        func deviceKeys() async throws {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1)
            try await Scene.play(settings) { scene in
                try await Terminal.wizard("--browser", "--no-browser-open", "--context", "prod", in: scene) {
                    terminal in
                    try await terminal.wait(for: "Enter this code in your browser")
                    try await terminal.tmux("set-option", "-s", "set-clipboard", "on")
                    try await terminal.type("u")
                    try await terminal.wait(for: "URL sent to the terminal's clipboard")
                    let address = try await terminal.tmux("show-buffer")
                    #expect(address.hasPrefix("\(scene.sandbox.addresses.tenantURL)/activate?user_code="))
                    #expect(try await terminal.address(at: address) == address)
                    try await terminal.type("?")
                    try await terminal.wait(for: "open the page in the browser again")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Enter this code in your browser")
                    try await terminal.type("o")
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }
    }
}
