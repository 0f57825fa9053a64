import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// The context manager in a world that moves: other programs, gateways that hang, signals.
    @Suite("Manager: the world around it", .timeLimit(.minutes(5)))
    struct ManagerWorldTests {
        @Test("others edit the file a hundred times while it is open: all of it is shown, and nothing is lost")
        func others() async throws {
            try await Scene.play { scene in
                try scene.configure(scene.entry("second"))
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("second")
                    for round in 0..<100 {
                        let added = try await scene.noetl(
                            "context", "add", "other-\(round)", "--server-url", "https://g\(round).acme.com")
                        #expect(added.status == 0)
                        // Our own writes go on meanwhile.
                        if round % 10 == 0 {
                            try await terminal.press(round % 20 == 0 ? "Down" : "Up", "Enter")
                            try await terminal.waitForRow(round % 20 == 0 ? "second" : "prod", "*")
                        }
                    }
                    try await terminal.wait(for: "102 contexts")
                    try await terminal.press("End")
                    try await terminal.waitForRow("other-99")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
                let text = try scene.home.text(of: ".noetl/config.yaml")
                for round in 0..<100 { #expect(text.contains("  other-\(round):\n")) }
                #expect(text.hasPrefix("current_context: prod\n"))
            }
        }

        @Test("a form survives what others write, and a conflict asks whose settings count")
        func conflict() async throws {
            try await Scene.play { scene in
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("prod")
                    try await terminal.type("e")
                    try await terminal.wait(for: "The settings of 'prod'")
                    try await terminal.press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
                    try await terminal.type("https://mine.acme.com")
                    for flags in [["--auth0-audience", "https://theirs.acme.com"], ["--runtime", "local"]] {
                        #expect(try await scene.run(["context", "update", "prod"] + flags).status == 0)
                    }
                    try await terminal.press("C-s")
                    try await terminal.wait(for: "Whose settings shall count?")
                    try await terminal.wait(for: "+ mine    https://mine.acme.com")
                    try await terminal.wait(for: "- theirs  https://theirs.acme.com")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "The settings of 'prod'")
                    try await terminal.press("C-s")
                    try await terminal.wait(for: "Whose settings shall count?")
                    try await terminal.type("m")
                    try await terminal.wait(for: "Saved 'prod'.")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
                let saved = try scene.home.context("prod")
                #expect(saved["gateway_auth0_audience"] == "https://mine.acme.com")
                // What only the others changed stays theirs.
                #expect(saved["runtime"] == "local")
            }
        }

        @Test("a file that breaks is said so and mended later; a write that fails keeps the form as typed")
        func broken() async throws {
            try await Scene.play { scene in
                let good = try scene.home.text(of: ".noetl/config.yaml")
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("prod")
                    try await terminal.type("r")
                    try await terminal.wait(for: "What shall 'prod' be called?")
                    try scene.home.write("contexts: [", to: ".noetl/config.yaml")
                    try await terminal.retype("live")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "! ")
                    try await terminal.wait(for: "live")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "The config file cannot be read")
                    try scene.home.write(good, to: ".noetl/config.yaml")
                    try await terminal.waitUntilGone("The config file cannot be read")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
                #expect(try scene.home.text(of: ".noetl/config.yaml") == good)
            }
        }

        @Test("gateways that hang hold up no key, no other gateway, and not the end")
        func hanging() async throws {
            try await Scene.play { scene in
                let session = try await scene.newSession()
                // It listens, and never answers.
                let port = FreePort.next()
                let silence = PortHolder(port)
                let hung = (1...20).map {
                    scene.entry("hung-\($0)", session: "0123456789abcdef", gateway: "http://127.0.0.1:\(port)")
                }
                let live = (1...30).map { scene.entry("live-\($0)", session: session) }
                try scene.configure((hung + live).joined())
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.wait(for: "asking for")
                    for name in ["hung-1", "hung-2", "hung-3"] {
                        try await terminal.press("Down")
                        try await terminal.waitUntil("the cursor on \(name)") { $0.contains("› \(name) ") }
                    }
                    #expect(try await terminal.screen.contains("asking for"))
                    try await terminal.press("End")
                    // A gateway that does not answer is down, not expired; the others are found to be alive.
                    try await terminal.waitForRow("live-30", "✓")
                    try await terminal.press("Home", "Down")
                    try await terminal.waitForRow("hung-1", "✗ gateway down")
                    try await terminal.type("R")
                    try await terminal.wait(for: "asking for")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
                withExtendedLifetime(silence) {}
            }
        }

        @Test("signals end it with their status and give the terminal back", arguments: ["", "e", "?", "D", "l"])
        func signals(_ key: String) async throws {
            try await Scene.play { scene in
                for (signal, status) in [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] {
                    try await Terminal.manager(in: scene) { terminal in
                        try await terminal.waitForRow("prod")
                        if !key.isEmpty {
                            try await terminal.type(key)
                            try await terminal.waitUntilGone(Terminal.managerKeys)
                        }
                        kill(try terminal.process, signal)
                        try await terminal.expectEnd(status)
                    }
                }
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("prod")
                    if !key.isEmpty { try await terminal.type(key) }
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test("Ctrl-Z in a form leaves a sane shell, and fg brings the form back as it was typed")
        func stopped() async throws {
            try await Scene.play { scene in
                try scene.home.write("set enable-bracketed-paste off\n", to: "inputrc")
                let shell = "env PS1='ready> ' INPUTRC='\(scene.home.path(of: "inputrc"))' bash --norc --noprofile -i"
                try await Terminal.run(shell: shell, in: scene) { terminal in
                    try await terminal.wait(for: "ready>")
                    try await terminal.type("\(BuiltBinary.noetl.path) tui")
                    try await terminal.press("Enter")
                    try await terminal.waitForRow("prod")
                    try await terminal.type("a")
                    try await terminal.wait(for: "What is it called")
                    try await terminal.type("typed-already")
                    try await terminal.press("C-z")
                    try await terminal.wait(for: "Stopped")
                    try await terminal.type("echo sane-$((40 + 2))")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "sane-42")
                    try await terminal.type("fg")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "What is it called")
                    try await terminal.wait(for: "typed-already")
                    try await terminal.press("Escape")
                    try await terminal.waitForRow("prod")
                    try await terminal.type("q")
                    try await terminal.wait(for: "ready>")
                    try await terminal.type("exit")
                    try await terminal.press("Enter")
                    try await terminal.expectEnd(0)
                }
            }
        }

        @Test("a resize storm loses nothing, down to a notice and back")
        func resizing() async throws {
            try await Scene.play { scene in
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("prod")
                    try await terminal.type("a")
                    try await terminal.type("typed-already")
                    for (columns, rows) in [(40, 12), (120, 40), (20, 5), (60, 15), (39, 11), (80, 24), (40, 12)] {
                        try await terminal.resize(columns, rows)
                    }
                    try await terminal.wait(for: "typed-already")
                    try await terminal.resize(30, 8)
                    try await terminal.wait(for: "Too small")
                    try await terminal.resize(80, 24)
                    try await terminal.wait(for: "typed-already")
                    try await terminal.press("Escape")
                    try await terminal.waitForRow("prod")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
            }
        }

        @Test("what a terminal lost while it went to another size and back is drawn anew")
        func sameSize() async throws {
            try await Scene.play { scene in
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("prod")
                    let device = try await terminal.tmux("display-message", "-p", "#{pane_tty}")
                    let wiper = try #require(
                        FileHandle(forWritingAtPath: device.trimmingCharacters(in: .whitespacesAndNewlines)))
                    try wiper.write(contentsOf: Data("\u{1B}[2J".utf8))
                    try await terminal.waitUntilGone("prod")
                    kill(try terminal.process, SIGWINCH)
                    try await terminal.waitForRow("prod")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
            }
        }

        @Test(
            "any terminal type, without colour, and in a locale without UTF-8",
            arguments: [
                ["TERM": "xterm"], ["TERM": "screen"], ["TERM": "linux"], ["TERM": "vt100"], ["NO_COLOR": "1"],
                ["LANG": "C", "LC_ALL": "C"], ["NOETL_MOUSE": "1"],
            ])
        func terminals(_ variables: [String: String]) async throws {
            try await Scene.play { scene in
                try await Terminal.manager(with: variables, in: scene) { terminal in
                    try await terminal.wait(for: Terminal.managerKeys)
                    try await terminal.press("Down", "Up")
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
            }
        }

        @Test(
            "a terminal without full screen is named, whatever it is called", arguments: ["dumb", "", "no-such-term"])
        func unsuitable(_ term: String) async throws {
            try await Scene.play { scene in
                try await Terminal.manager(with: ["TERM": term], in: scene) { terminal in
                    try await terminal.expectEnd(1)
                    let screen = try await terminal.screen
                    #expect(screen.contains(term.isEmpty ? "TERM is not set" : "'\(term)', which has no full screen."))
                    #expect(screen.contains("Use the commands: noetl context list"))
                }
            }
        }

        @Test("without a terminal it says what to use")
        func nowhere() async throws {
            try await Scene.play { scene in
                try scene.expect(try await scene.noetl("tui"), are: "tui-without-a-terminal")
            }
        }
    }
}
