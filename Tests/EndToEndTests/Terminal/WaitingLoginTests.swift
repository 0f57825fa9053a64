import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// A browser login by flags, with a person at the terminal while it waits.
    @Suite("Waiting by flags", .timeLimit(.minutes(5)))
    struct WaitingLoginTests {
        /// Runs a browser login in a terminal.
        private func login(
            _ flags: String..., in scene: Scene, _ body: @escaping @Sendable (Terminal) async throws -> Void
        ) async throws {
            try await Terminal.run(
                arguments: ["auth", "login", "--browser-pkce", "--pkce-port", "\(scene.port)"] + flags, in: scene, body)
        }

        /// The address that the screen shows, which takes several of its lines.
        private func address(on terminal: Terminal) async throws -> String {
            let screen = try await terminal.screen
            let start = try #require(screen.range(of: "https://localhost:", options: .backwards))
            return String(screen[start.lowerBound...].split(separator: "\n\n")[0].filter { $0 != "\n" })
        }

        @Test("with an empty allowlist the browser waits, and opens by itself, once, when the URI is added")
        func allowlist() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.allowlist = []
                try await login(in: scene) { terminal in
                    try await terminal.wait(for: "The browser opens by itself then; Enter opens it now.")
                    let screen = try await terminal.screen
                    #expect(screen.contains("Auth0 does not accept this redirect URI yet:\n  \(scene.redirect)\n"))
                    #expect(!screen.contains("Opening browser"))
                    #expect(scene.visits == 0)
                    scene.sandbox.script.allow(scene.redirect)
                    try await terminal.wait(for: "Gateway login successful.")
                    #expect(try await terminal.end() == 0)
                    #expect(try await terminal.screen.contains("Auth0 accepts this redirect URI.\nOpening browser ..."))
                    #expect(try terminal.isRestored)
                }
                #expect(scene.visits == 1)
                let probes = scene.sandbox.requests.filter { $0.endpoint == .silentAuthorize }.map(\.arrived)
                for (one, next) in zip(probes, probes.dropFirst()) { #expect(next - one >= .seconds(3)) }
            }
        }

        @Test("Enter opens the browser anyway")
        func anyway() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.allowlist = []
                try await login(in: scene) { terminal in
                    try await terminal.wait(for: "Enter opens it now.")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Opening browser ...")
                    _ = try await scene.sandbox.request { $0.endpoint == .authorize }
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
                #expect(scene.visits == 1)
            }
        }

        @Test("the address of the callback is pasted: wrong ones are explained, none is shown, the right one ends it")
        func paste() async throws {
            try await Scene.play { scene in
                try await login("--no-browser-open", in: scene) { terminal in
                    try await terminal.wait(for: "Auth0 accepts this redirect URI.")
                    #expect(try await terminal.screen.contains("paste that address here and press Enter."))
                    let callback = try await scene.sandbox.callback(
                        of: try await address(on: terminal), redirect: scene.redirect)
                    #expect(callback.hasPrefix("\(scene.redirect)?code="))
                    for (wrong, words) in [
                        ("https://marker.example/?code=1", "it does not begin with the redirect URI above"),
                        ("\(scene.redirect)?code=marker&state=marker", "it belongs to another login."),
                        // As long as nobody's line mode would take it.
                        (
                            callback + "&code=marker" + String(repeating: "x", count: 9_000),
                            "neither a code nor an error"
                        ),
                    ] {
                        try await terminal.paste(wrong + "\n")
                        try await terminal.wait(for: words)
                    }
                    #expect(!(try await terminal.screen.contains("marker")))
                    try await terminal.paste(callback)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Gateway login successful.")
                    #expect(try await terminal.end() == 0)
                    #expect(try terminal.isRestored)
                    #expect(!terminal.hasSent(callback))
                }
                #expect(try scene.home.context("prod")["gateway_session_user"] == "you@example.com")
            }
        }

        @Test("the terminal is as it was also after a time-out")
        func timeout() async throws {
            try await Scene.play { scene in
                try await login("--no-browser-open", "--timeout", "1", in: scene) { terminal in
                    let status = try await terminal.end()
                    #expect(status == 1)
                    #expect(try await terminal.screen.contains("No callback arrived within 1 second."))
                    #expect(try terminal.isRestored)
                }
            }
        }

        @Test("in the background of a shell nothing reads the terminal, which would stop it")
        func startedInBackground() async throws {
            try await Scene.play { scene in
                let words = "'\(BuiltBinary.noetl.path)' auth login --pkce --pkce-port \(scene.port)"
                try await Terminal.run(shell: "set -m; \(words) & wait $!", in: scene) { terminal in
                    let status = try await terminal.end()
                    #expect(status == 0)
                    #expect(try await terminal.screen.contains("Gateway login successful."))
                }
            }
        }

        @Test(
            "a stopped login leaves a sane shell and waits on after fg, with the input still hidden",
            arguments: Terminal.Stop.allCases, [false, true])
        func stopped(_ stop: Terminal.Stop, _ viaBackground: Bool) async throws {
            try await Scene.play { scene in
                let words = "auth login --browser-pkce --no-browser-open --pkce-port \(scene.port)"
                try await Terminal.shell(words, in: scene) { terminal in
                    try await terminal.wait(for: "Auth0 accepts this redirect URI.")
                    let callback = try await scene.sandbox.callback(
                        of: try await address(on: terminal), redirect: scene.redirect)
                    // What is typed when another program stops it may come after the stop, and is the shell's then.
                    if stop == .key { try await terminal.type("marker-half") }
                    try await terminal.stop(by: stop, 1)
                    if viaBackground {
                        try await terminal.type("bg; clear; echo $((6 * 7)) lines")
                        try await terminal.press("Enter")
                        // The shell has its terminal, and the login does not take it away.
                        try await terminal.wait(for: "42 lines")
                    }
                    try await terminal.type("fg")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Still waiting for the browser.")
                    try await terminal.type(callback)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Gateway login successful.")
                    #expect(!terminal.hasSent("marker-half") && !terminal.hasSent(callback))
                    try await terminal.leaveShell()
                }
                #expect(try scene.home.context("prod")["gateway_session_user"] == "you@example.com")
            }
        }

        @Test("a stopped login that goes on in the background takes the browser's answer")
        func background() async throws {
            try await Scene.play { scene in
                let words = "auth login --browser-pkce --no-browser-open --pkce-port \(scene.port)"
                try await Terminal.shell(words, in: scene) { terminal in
                    try await terminal.wait(for: "Auth0 accepts this redirect URI.")
                    let address = try await address(on: terminal)
                    try await terminal.stop(by: .key, 1)
                    try await terminal.type("bg")
                    try await terminal.press("Enter")
                    #expect(try await scene.sandbox.signIn(at: address).status == 200)
                    try await terminal.wait(for: "Gateway login successful.")
                    try await terminal.leaveShell()
                }
            }
        }

        @Test("another user than before is asked about, and no is the answer of Enter", arguments: ["", "y"])
        func otherUser(_ answer: String) async throws {
            try await Scene.play { scene in
                try scene.configure("    gateway_session_token: old\n    gateway_session_user: ops@example.com\n")
                try await login(in: scene) { terminal in
                    try await terminal.wait(for: "[y/N, or s to sign in as somebody else]")
                    #expect(
                        try await terminal.screen.contains(
                            "you@example.com signed in, but context 'prod' is ops@example.com's."))
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == (answer == "y" ? 0 : 1))
                    if answer != "y" { #expect(try await terminal.screen.contains("Nothing was saved.")) }
                    #expect(try terminal.isRestored)
                }
                let user = try scene.home.context("prod")["gateway_session_user"]
                #expect(user == (answer == "y" ? "you@example.com" : "ops@example.com"))
            }
        }

        @Test("the person may sign in as somebody else, and the tenant asks who")
        func startOver() async throws {
            try await Scene.play { scene in
                try scene.configure("    gateway_session_token: old\n    gateway_session_user: ops@example.com\n")
                try await login(in: scene) { terminal in
                    try await terminal.wait(for: "[y/N, or s to sign in as somebody else]")
                    try await terminal.type("s")
                    try await terminal.press("Enter")
                    // The sandbox's browser signs in as the same user again.
                    try await terminal.waitUntil("asked again") {
                        $0.contains("prompt=login") && $0.hasSuffix("[y/N, or s to sign in as somebody else]")
                    }
                    try await terminal.type("y")
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                }
                let prompts = scene.sandbox.requests.filter { $0.endpoint == .authorize && $0.method == "GET" }
                    .map { $0.query["prompt"] }
                #expect(prompts == [nil, "login"])
            }
        }
    }
}
