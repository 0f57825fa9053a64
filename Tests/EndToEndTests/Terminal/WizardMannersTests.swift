import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// What the full-screen login leaves behind however it ends, and on which terminals it works.
    @Suite("Manners of the full-screen login", .timeLimit(.minutes(10)))
    struct WizardMannersTests {
        /// A screen to be interrupted on: the flags that lead there, and what it shows.
        struct Place: Sendable, CustomStringConvertible {
            let flags: [String]
            let text: String
            var description: String { text }

            static let all = [
                Place(flags: [], text: "Which context do you want to log in to?"),
                Place(flags: ["--context", "prod"], text: "How do you want to log in?"),
                Place(flags: ["--context", "prod", "--password"], text: "enter log in"),
                Place(
                    flags: ["--context", "prod", "--pkce", "--no-browser-open"],
                    text: "Waiting for you to finish in the browser"),
                Place(
                    flags: ["--context", "prod", "--browser", "--no-browser-open"],
                    text: "Enter this code in your browser"),
            ]
        }

        @Test(
            "a signal on any screen gives the terminal back, frees the port, and is the status", arguments: Place.all,
            [("TERM", 143), ("HUP", 129), ("INT", 130)])
        func signals(_ place: Place, _ signal: (name: String, status: Int)) async throws {
            try await Scene.play { scene in
                let flags = ["auth", "login", "-i", "--pkce-port", "\(scene.port)"] + place.flags
                try await Terminal.run(arguments: flags, in: scene) { terminal in
                    try await terminal.wait(for: place.text)
                    try await terminal.send(signal.name)
                    #expect(try await terminal.end() == signal.status)
                    #expect(!(try await terminal.screen.contains(place.text)))
                    #expect(try terminal.isRestored)
                }
                #expect(FreePort.isFree(scene.port))
                try scene.expectNothingSaved()
            }
        }

        @Test("Ctrl-Z gives the shell back and fg the screen, with the hidden input still hidden")
        func suspend() async throws {
            try await Scene.play { scene in
                try await Terminal.run(shell: "PS1='shell> ' /bin/sh -i", in: scene) { terminal in
                    try await terminal.wait(for: "shell>")
                    try await terminal.type("'\(BuiltBinary.noetl.path)' auth login -i --context prod --password")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "enter log in")
                    try await terminal.type("you@example.com")
                    try await terminal.press("Tab")
                    try await terminal.type("marker-half")
                    try await terminal.wait(for: "•••••••••••")
                    try await terminal.press("C-z")
                    try await terminal.wait(for: "Stopped")
                    #expect(!(try await terminal.screen.contains("enter log in")))
                    try await terminal.type("fg")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "•••••••••••")
                    #expect(!(try await terminal.screen.contains("marker-half")))
                    try await terminal.press("C-c")
                    try await terminal.wait(for: "Cancelled.")
                    try await terminal.type("exit")
                    try await terminal.press("Enter")
                    _ = try await terminal.end()
                    #expect(try terminal.isRestored)
                }
            }
        }

        @Test(
            "it works on terminals of several kinds",
            arguments: ["xterm", "xterm-256color", "screen", "linux", "vt100"])
        func kinds(_ kind: String) async throws {
            try await Scene.play { scene in
                let line = "TERM=\(kind) '\(BuiltBinary.noetl.path)' auth login -i"
                try await Terminal.run(shell: line, in: scene) { terminal in
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    try await terminal.press("Down", "Enter")
                    try await terminal.wait(for: "How do you want to log in?")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    try await terminal.press("Escape")
                    #expect(try await terminal.end() == 130)
                    #expect(!(try await terminal.screen.contains("Which context")))
                    #expect(try terminal.isRestored)
                }
            }
        }

        @Test("a terminal without a full screen is an error that says so", arguments: ["dumb", "no-such-terminal"])
        func unsuitable(_ kind: String) async throws {
            try await Scene.play { scene in
                let line = "TERM=\(kind) '\(BuiltBinary.noetl.path)' auth login -i"
                try await Terminal.run(shell: line, in: scene) { terminal in
                    try await terminal.wait(for: "TERM is '\(kind)'")
                    #expect(try await terminal.end() == 1)
                    #expect(try terminal.isRestored)
                }
            }
        }

        @Test("a locale without Unicode gets ASCII alone")
        func ascii() async throws {
            try await Scene.play { scene in
                let line = "LC_ALL=C LANG=C '\(BuiltBinary.noetl.path)' auth login -i"
                try await Terminal.run(shell: line, in: scene) { terminal in
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    let screen = try await terminal.screen
                    #expect(screen.unicodeScalars.contains { !$0.isASCII } == false)
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                }
            }
        }

        @Test("a storm of sizes while a login waits, down to nothing and back, loses nothing")
        func resizing() async throws {
            try await Scene.play { scene in
                try await Terminal.run(
                    "auth", "login", "-i", "--pkce", "--no-browser-open", "--context", "prod", "--pkce-port",
                    "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: "Waiting for you to finish in the browser")
                    for round in 0..<30 {
                        try await terminal.resize(columns: 1 + round * 37 % 140, rows: 1 + round * 11 % 45)
                    }
                    try await terminal.resize(columns: 30, rows: 8)
                    try await terminal.wait(for: "40")
                    try await terminal.resize(columns: 80, rows: 24)
                    try await terminal.wait(for: "Waiting for you to finish in the browser")
                    try await terminal.wait(for: scene.redirect)
                    try await terminal.press("Escape")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
            }
        }
    }
}
