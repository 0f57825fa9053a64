import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Signals and job control: the terminal is given back, and taken back.
    @Suite("Wizard: signals", .timeLimit(.minutes(5)))
    struct WizardSignalTests {
        /// Each screen with the flags that lead to it, and a text of it.
        static let screens: [(name: String, flags: [String], keys: [String], text: String)] = [
            ("picker", [], [], Terminal.picker),
            ("filter", [], ["/", "p"], "show all"),
            ("new context", [], ["n"], "What is the address of the gateway?"),
            ("modes", [], ["Enter"], Terminal.modes),
            ("help", ["--context", "prod"], ["?"], "back to the shell for a while"),
            ("browser login", ["--pkce", "--no-browser-open", "--context", "prod"], [], Terminal.waiting),
            ("device login", ["--browser", "--no-browser-open", "--context", "prod"], [], "/activate"),
            ("password", ["--password", "--context", "prod"], [], "Password"),
            ("token", ["--auth0-token", "-", "--context", "prod"], [], "Paste a token or the callback URL."),
            ("question", ["--pkce", "--context", "exposed"], [], "Log in over an unencrypted connection?"),
            ("missing settings", ["--pkce", "--context", "bare"], [], "Client ID"),
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
            _ screen: (name: String, flags: [String], keys: [String], text: String), in scene: Scene,
            _ body: @Sendable (Terminal) async throws -> Void
        ) async throws {
            try scene.configure(contexts)
            try await Terminal.wizard(flags: screen.flags + ["--pkce-port", "\(scene.port)"], in: scene) { terminal in
                try await terminal.wait(for: "^C quit")
                for key in screen.keys { try await terminal.press(key) }
                try await terminal.wait(for: screen.text)
                try await body(terminal)
            }
        }

        @Test("a signal on any screen ends the program and gives the terminal back", arguments: screens.map(\.name))
        func ending(_ name: String) async throws {
            let screen = try #require(Self.screens.first { $0.name == name })
            try await Scene.play { scene in
                for (signal, status) in [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] {
                    try await Self.open(screen, in: scene) { terminal in
                        kill(try terminal.process, signal)
                        try await terminal.expectEnd(status)
                    }
                    #expect(FreePort.isFree(scene.port))
                }
                #expect(scene.sandbox.requests.allSatisfy { $0.endpoint == .deviceCode || $0.endpoint == .token })
            }
        }

        @Test("Ctrl-C on any screen is 130", arguments: screens.map(\.name))
        func controlC(_ name: String) async throws {
            let screen = try #require(Self.screens.first { $0.name == name })
            try await Scene.play { scene in
                try await Self.open(screen, in: scene) { terminal in
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                    #expect(try await terminal.screen.contains("Cancelled."))
                }
                #expect(FreePort.isFree(scene.port))
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

        /// How a job is stopped.
        enum Stop: String, CaseIterable, Sendable { case key, signal, force }

        @Test(
            "a stopped wizard leaves a sane shell; fg draws everything anew, with the input still hidden",
            arguments: Stop.allCases)
        func stopped(_ stop: Stop) async throws {
            try await Scene.play { scene in
                try scene.home.write("set enable-bracketed-paste off\n", to: "inputrc")
                // An interactive shell, for its job control.
                let shell = "env PS1='ready> ' INPUTRC='\(scene.home.path(of: "inputrc"))' bash --norc --noprofile -i"
                try await Terminal.run(shell: shell, in: scene) { terminal in
                    try await terminal.wait(for: "ready>")
                    try await terminal.type(
                        "(echo $BASHPID > ~/pid; exec \(BuiltBinary.noetl.path) auth login -i --password "
                            + "--auth0 you@example.com --context prod)")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password")
                    try await terminal.type("marker-password")
                    try await terminal.wait(for: String(repeating: "•", count: 15))
                    for round in 1...3 {
                        switch stop {
                        case .key: try await terminal.press("C-z")
                        case .signal: kill(try terminal.process, SIGTSTP)
                        case .force: kill(try terminal.process, SIGSTOP)
                        }
                        try await terminal.wait(for: "Stopped")
                        if stop != .force { try await terminal.expectShellScreen() }
                        // Wiped, so that what is seen after `fg` was drawn after it.
                        try await terminal.type(
                            "clear; echo \(round): $(stty -a | grep -c ' icanon.* echo ') line mode")
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "\(round): 1 line mode")
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
                    try await terminal.type("exit")
                    try await terminal.press("Enter")
                    try await terminal.expectEnd(0)
                }
            }
        }

        private static func wait(until isSo: () -> Bool) async throws {
            for _ in 0..<200 where !isSo() {
                // Nobody is told of the end of a process that is no child; the bound is the loop.
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(isSo())
        }
    }
}
