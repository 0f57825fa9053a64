import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Signals and job control: the terminal is given back, and taken back.
    @Suite("Wizard: signals", .timeLimit(.minutes(5)))
    struct WizardSignalTests {
        /// A screen, and how to get there.
        struct Place: Sendable {
            let name: String
            var flags: [String] = []
            /// What is pressed, each when the text after it is shown; `GATEWAY` stands for the sandbox's.
            var keys: [(key: String, shows: String)] = []
            /// What the first screen shows.
            let text: String
            /// The status after Ctrl-C there.
            var left = 130
        }

        private static let waiting = ["--pkce", "--no-browser-open", "--context", "prod"]
        private static let review: [(key: String, shows: String)] = [
            ("n", "What is the address of the gateway?"), ("GATEWAY", "localhost"), ("Enter", "This will be saved:"),
        ]

        /// Each screen.
        static let places = [
            Place(name: "picker", text: Terminal.picker),
            Place(name: "filter", keys: [("/", "show all"), ("p", "of 3")], text: Terminal.picker),
            Place(name: "new context", keys: [review[0]], text: Terminal.picker),
            Place(name: "review of a new context", keys: review, text: Terminal.picker),
            Place(
                name: "question of replacing",
                keys: review + [("C-u", "Name"), ("prod", "prod"), ("Enter", "Replace these settings of 'prod'?")],
                text: Terminal.picker),
            Place(name: "modes", keys: [("Enter", Terminal.modes)], text: Terminal.picker),
            Place(
                name: "help", flags: ["--context", "prod"], keys: [("?", "back to the shell for a while")],
                text: Terminal.modes),
            Place(name: "browser login", flags: waiting, text: Terminal.waiting),
            Place(
                name: "callback", flags: waiting, keys: [("v", "Paste the address that the browser ended at.")],
                text: Terminal.waiting),
            Place(
                name: "outside", flags: waiting, keys: [("U", "Press any key to go back.")], text: Terminal.waiting),
            Place(
                name: "device login", flags: ["--browser", "--no-browser-open", "--context", "prod"],
                text: "/activate"),
            Place(name: "password", flags: ["--password", "--context", "prod"], text: "Password"),
            Place(
                name: "token", flags: ["--auth0-token", "-", "--context", "prod"],
                text: "Paste a token or the callback URL."),
            Place(
                name: "question of exposure", flags: ["--pkce", "--context", "exposed"],
                text: "Log in over an unencrypted connection?"),
            Place(name: "missing settings", flags: ["--pkce", "--context", "bare"], text: "Client ID"),
            Place(
                name: "question of saving", flags: ["--browser", "--context", "bare"],
                keys: [
                    ("acme.us.auth0.com", "acme"), ("Enter", "acme"), ("Abc123XYZ", "Abc"),
                    ("Enter", "Save these settings on context 'bare'?"),
                ], text: "Client ID"),
            Place(
                name: "failure", flags: ["--browser", "--auth0-domain", "localhost:1", "--context", "prod"],
                text: "m another mode", left: 1),
        ]

        private static let contexts = """
              exposed:
                server_url: http://gateway.acme.com
                gateway_auth0_domain: acme.us.auth0.com
                gateway_auth0_client_id: Abc123XYZ
              bare:
                server_url: https://gateway.acme.com

            """

        private static func open(
            _ name: String, in scene: Scene, _ body: @Sendable (Terminal, Place) async throws -> Void
        ) async throws {
            let place = try #require(places.first { $0.name == name })
            try scene.configure(contexts)
            try await Terminal.wizard(flags: place.flags + ["--pkce-port", "\(scene.port)"], in: scene) { terminal in
                try await terminal.wait(for: place.text)
                for (key, text) in place.keys {
                    try await terminal.press(key == "GATEWAY" ? scene.sandbox.addresses.gatewayURL : key)
                    try await terminal.wait(for: text)
                }
                try await body(terminal, place)
            }
        }

        @Test("a signal on any screen ends the program and gives the terminal back", arguments: places.map(\.name))
        func ending(_ name: String) async throws {
            try await Scene.play { scene in
                for (signal, status) in [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] {
                    try await Self.open(name, in: scene) { terminal, _ in
                        kill(try terminal.process, signal)
                        try await terminal.expectEnd(status)
                    }
                    #expect(FreePort.isFree(scene.port))
                }
                #expect(!(try scene.home.text(of: ".noetl/config.yaml").contains("session_token")))
            }
        }

        @Test("Ctrl-C on any screen is 130, after a failure 1", arguments: places.map(\.name))
        func controlC(_ name: String) async throws {
            try await Scene.play { scene in
                try await Self.open(name, in: scene) { terminal, place in
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(place.left)
                    #expect(try await terminal.screen.contains("Cancelled.") == (place.left == 130))
                }
                #expect(FreePort.isFree(scene.port))
            }
        }

        @Test("a signal while an answer is awaited ends the program, too", arguments: [SIGTERM, SIGHUP, SIGINT])
        func awaiting(_ signal: Int32) async throws {
            try await Scene.play { scene in
                scene.sandbox.script.always(.contract, .hang)
                scene.sandbox.script.always(.login, .hang)
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.type("n")
                    try await terminal.wait(for: "What is the address of the gateway?")
                    try await terminal.type(scene.sandbox.addresses.gatewayURL)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Asking the gateway for its settings")
                    kill(try terminal.process, signal)
                    try await terminal.expectEnd(128 + Int(signal))
                }
                try await Terminal.wizard("--auth0-token", try scene.sandbox.issueTokens().idToken, in: scene) {
                    terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Asking the gateway for a session")
                    kill(try terminal.process, signal)
                    try await terminal.expectEnd(128 + Int(signal))
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("a terminal that goes away ends the program and frees the port")
        func hangUp() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce", "--no-browser-open", "--pkce-port", "\(scene.port)", "--context", "prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.waiting)
                    let process = try terminal.process
                    try await terminal.tmux("kill-server")
                    try await Self.wait { kill(process, 0) != 0 && errno == ESRCH }
                }
                #expect(FreePort.isFree(scene.port))
            }
        }

        @Test("a signal after a login went well does not make it a failure")
        func afterSuccess() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    "--pkce", "--pkce-port", "\(scene.port)", "--context", "prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: Terminal.success)
                    kill(try terminal.process, SIGTERM)
                    try await terminal.expectEnd(0)
                    #expect(try await terminal.screen.contains("Saved:   context 'prod'"))
                }
            }
        }

        @Test(
            "a stopped wizard leaves a sane shell; fg draws everything anew, with the input still hidden",
            arguments: Terminal.Stop.allCases)
        func stopped(_ stop: Terminal.Stop) async throws {
            try await Scene.play { scene in
                try await Terminal.shell(
                    "auth login -i --password --auth0 you@example.com --context prod", in: scene
                ) { terminal in
                    try await terminal.wait(for: "Password")
                    try await terminal.type("marker-password")
                    try await terminal.wait(for: String(repeating: "•", count: 15))
                    for round in 1...3 {
                        try await terminal.stop(by: stop, round)
                        if stop != .force { try await terminal.expectShellScreen() }
                        try await terminal.type("fg")
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "noetl login · prod · password")
                        let screen = try await terminal.screen
                        #expect(screen.contains(String(repeating: "•", count: 15)) && !screen.contains("line mode"))
                    }
                    try await terminal.press("C-u")
                    try await terminal.type("sandbox-password")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: Terminal.success)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Saved:   context 'prod'")
                    try await terminal.expectShellScreen()
                    #expect(!terminal.hasSent("marker-pass") && !terminal.hasSent("sandbox-pass"))
                    try await terminal.leaveShell()
                }
            }
        }

        private static func wait(until isSo: () -> Bool) async throws {
            for _ in 0..<1_200 where !isSo() {
                // Nobody is told of the end of a process that is no child; the bound is the loop.
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(isSo())
        }
    }
}
