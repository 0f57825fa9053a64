import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// How the wizard treats the terminal and those who look at it.
    @Suite("Wizard: manners", .timeLimit(.minutes(5)))
    struct WizardMannersTests {
        private static let waitingFlags = ["--pkce", "--no-browser-open", "--context", "prod"]

        @Test(
            "a login works on any kind of terminal, and gives it back",
            arguments: ["xterm", "xterm-256color", "screen", "tmux-256color", "linux", "vt100", "vt220", "ansi"])
        func terminals(_ term: String) async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--pkce-port", "\(scene.port)", with: ["TERM": term], in: scene) { terminal in
                    try await terminal.chooseMode(0)
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("NO_COLOR means no colours at all", arguments: [true, false])
        func noColor(_ isSet: Bool) async throws {
            try await Scene.play { scene in
                var variables = ["TERM": "xterm-256color"]
                if isSet { variables["NO_COLOR"] = "1" }
                try await Terminal.wizard(with: variables, in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                    let sent = String(decoding: terminal.sent, as: UTF8.self)
                    #expect(sent.contains(#/\u{1B}\[[0-9;]*(3[0-7]|38;5;[0-9]+)m/#) != isSet)
                }
            }
        }

        @Test("where characters are not UTF-8, everything is ASCII")
        func ascii() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce-port", "\(scene.port)", with: ["LANG": "C", "LC_ALL": "C"], in: scene
                ) {
                    terminal in
                    try await terminal.chooseMode(0)
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                    #expect(terminal.sent.allSatisfy { $0 < 0x80 })
                }
            }
        }

        @Test("with --json, standard output gets the object alone, and the wizard is seen all the same")
        func json() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--json", "--pkce-port", "\(scene.port)", to: "output", in: scene
                ) { terminal in
                    try await terminal.chooseMode(0)
                    try await terminal.wait(for: Terminal.success)
                    try await terminal.press("Enter")
                    try await terminal.expectEnd(0)
                }
                let output = try scene.home.text(of: "output")
                let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
                #expect(object?["saved_context"] as? String == "prod")
                #expect(
                    object?["session_token"] as? String == (try scene.home.context("prod"))["gateway_session_token"])
            }
        }

        @Test("with --json, a failure is the error object")
        func jsonFailure() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--json", to: "output", in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("Escape")
                    try await terminal.expectEnd(130)
                }
                let output = try scene.home.text(of: "output")
                let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: [String: Any]]
                #expect(object?["error"]?["code"] as? String == "cancelled")
            }
        }

        @Test("U prints the addresses whole on the normal screen, and any key returns")
        func whole() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    flags: Self.waitingFlags + ["--pkce-port", "\(scene.port)"], in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.waiting)
                    try await terminal.type("U")
                    try await terminal.wait(for: "Press any key to go back.")
                    try await terminal.expectShellScreen()
                    // Ctrl-Z and such aside, any key will do; it is not taken for a command of the panel.
                    try await terminal.type("d")
                    try await terminal.wait(for: Terminal.waiting)
                    // The address works as it was printed.
                    let address = try await terminal.address(at: "\(scene.sandbox.addresses.tenantURL)/authorize?")
                    #expect(address.contains("code_challenge_method=S256") && address.contains("state="))
                    let page = try await scene.sandbox.signIn(at: address)
                    #expect(page.status == 200)
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
            }
        }

        @Test("u and r copy by OSC 52 and say so")
        func copy() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    flags: Self.waitingFlags + ["--pkce-port", "\(scene.port)"], in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.waiting)
                    try await terminal.tmux("set-option", "-s", "set-clipboard", "on")
                    try await terminal.type("r")
                    try await terminal.wait(for: "sent to the terminal's clipboard")
                    #expect(try await terminal.tmux("show-buffer") == scene.redirect)
                    try await terminal.type("u")
                    try await terminal.waitUntil("the URL") { $0.contains("URL") && !$0.contains("edirect URI sent") }
                    let copied = try await terminal.tmux("show-buffer")
                    #expect(copied.hasPrefix("\(scene.sandbox.addresses.tenantURL)/authorize?"))
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test(
            "the mouse clicks when it is asked for, and is the terminal's again afterwards",
            arguments: ["screen", "xterm-256color"])
        func mouse(_ term: String) async throws {
            try await Scene.play { scene in
                try scene.configure(scene.entry("other"))
                try await Terminal.wizard(
                    "--pkce-port", "\(scene.port)", with: ["NOETL_MOUSE": "1", "TERM": term], in: scene
                ) { terminal in
                    try await terminal.wait(for: "› prod")
                    #expect(try await terminal.mouse.hasPrefix("1"))
                    try await terminal.click("other")
                    try await terminal.wait(for: "› other")
                    try await terminal.click("› other")
                    try await terminal.wait(for: Terminal.modes)
                    try await terminal.press("m")
                    while try await terminal.mouse.hasPrefix("1") {}
                    try await terminal.press("m")
                    while try await !terminal.mouse.hasPrefix("1") {}
                    try await terminal.click("Code on any device")
                    try await terminal.wait(for: "› Code on any device")
                    try await terminal.click("Browser on this machine")
                    try await terminal.wait(for: "› Browser on this machine")
                    try await terminal.press("Enter")
                    try await WizardLoginTests.expectSuccess(terminal, in: scene, context: "other")
                }
            }
        }

        @Test("a storm of sizes while the time runs leaves the panel whole")
        func sizes() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    flags: Self.waitingFlags + ["--pkce-port", "\(scene.port)"], in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.waiting)
                    for round in 0..<10 {
                        for (columns, rows) in [(120, 40), (39, 24), (80, 11), (20, 5), (40, 12), (200, 50), (1, 1)] {
                            try await terminal.resize(columns + round % 2, rows)
                        }
                    }
                    try await terminal.resize(30, 8)
                    try await terminal.wait(for: "Too small: noetl needs 40x12")
                    // Keys are ignored here: this one would start another login.
                    try await terminal.type("d")
                    try await terminal.resize(40, 12)
                    try await terminal.waitUntil("40 by 12") { $0.contains("Redirect") && !$0.contains("Too small") }
                    try await terminal.resize(80, 24)
                    try await terminal.wait(for: Terminal.waiting)
                    #expect(try await terminal.screen.contains(scene.redirect))
                    #expect(scene.asked.allSatisfy { $0 == "tenant GET /authorize" })
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test("what was typed survives a size that is too small")
        func typed() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--password", "--context", "prod", in: scene) { terminal in
                    try await terminal.wait(for: "Password")
                    try await terminal.type("you@example.com")
                    try await terminal.wait(for: "you@example.com")
                    try await terminal.resize(30, 8)
                    try await terminal.wait(for: "Too small")
                    try await terminal.type("ignored")
                    try await terminal.resize(80, 24)
                    try await terminal.wait(for: "you@example.com")
                    #expect(!(try await terminal.screen.contains("ignored")))
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test(
            "--debug traces into a file of the owner alone, which is named on leaving",
            arguments: [[:], ["NOETL_DEBUG": "1"]])
        func debug(_ variables: [String: String]) async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    flags: ["--pkce", "--context", "prod", "--pkce-port", "\(scene.port)"]
                        + (variables.isEmpty ? ["--debug"] : []), with: variables, in: scene
                ) { terminal in
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                    let screen = try await terminal.tmux("capture-pane", "-p", "-J")
                    let name = try #require(
                        screen.firstMatch(of: #/trace of the full screen is in .*/(noetl-debug-\w+)/#)?.1)
                    let trace = try scene.home.text(of: String(name))
                    #expect(trace.contains("debug: POST \(scene.sandbox.addresses.gatewayURL)/api/auth/login -> 200"))
                    #expect(try scene.home.mode(of: String(name)) == 0o600)
                    let token = try #require(try scene.home.context("prod")["gateway_session_token"])
                    #expect(!trace.contains(token))
                    #expect(!screen.contains("debug: POST"))
                }
            }
        }
    }
}
