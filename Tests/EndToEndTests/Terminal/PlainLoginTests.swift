import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// The login in numbered questions, on a terminal that is no more than paper.
    @Suite("Plain form", .timeLimit(.minutes(5)))
    struct PlainLoginTests {
        /// Runs `noetl auth login` with these flags where `TERM` is `term`.
        private static func plain(
            _ flags: String..., term: String? = "dumb", in scene: Scene,
            _ body: @Sendable (Terminal) async throws -> Void
        ) async throws {
            let words = ([BuiltBinary.noetl.path, "auth", "login"] + flags).map { "'\($0)'" }.joined(separator: " ")
            let assignment = term.map { "TERM='\($0)'" } ?? "-u TERM"
            try await Terminal.run(shell: "env \(assignment) \(words)", in: scene, body)
        }

        /// Expects nothing but text to have been sent: no cursor was moved, nothing drawn.
        private static func expectPaper(_ terminal: Terminal, sourceLocation: SourceLocation = #_sourceLocation) {
            // Colours move nothing.
            let text = String(decoding: terminal.sent, as: UTF8.self).replacing(/\u{1B}\[[0-9;]*m/, with: "")
            #expect(!text.contains("\u{1B}"), sourceLocation: sourceLocation)
            #expect(!text.contains { "─│┌█◐◓◑◒".contains($0) }, sourceLocation: sourceLocation)
            #expect(!text.replacing("\r\n", with: "").contains("\r"), sourceLocation: sourceLocation)
        }

        @Test(
            "context, mode, email and password line by line, on any terminal without a full screen",
            arguments: ["dumb", "", nil, "no-such-terminal"] as [String?])
        func password(_ term: String?) async throws {
            try await Scene.play { scene in
                try scene.configure(scene.entry("stage"))
                try await Self.plain("-i", term: term, in: scene) { terminal in
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    try await terminal.wait(for: "Number [1]:")
                    let contexts = try await terminal.screen
                    #expect(
                        contexts.contains("  1. prod, \(scene.sandbox.addresses.gatewayURL), no session, current\n"))
                    #expect(contexts.contains("  2. stage, "))
                    try await terminal.type("7")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Type a number from 1 to 3.")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "How do you want to log in?")
                    try await terminal.wait(for: "4. Email and password.")
                    try await terminal.type("4")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Email:")
                    try await terminal.type("you")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Type it like you@example.com.")
                    try await terminal.type("you@example.com")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password (not shown):")
                    try await terminal.type("sandbox-password")
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                    #expect(try terminal.isRestored)
                    let screen = try await terminal.screen
                    #expect(screen.contains("Gateway login successful."))
                    #expect(!screen.contains("sandbox-password") && !screen.contains("export "))
                    Self.expectPaper(terminal)
                }
                #expect(try scene.home.context("prod")["gateway_session_user"] == "you@example.com")
            }
        }

        @Test(
            "a browser login by --plain and by NOETL_PLAIN, in a terminal that could do more", arguments: [true, false])
        func browser(_ byFlag: Bool) async throws {
            try await Scene.play { scene in
                let line =
                    "\(byFlag ? "" : "NOETL_PLAIN=1 ")'\(BuiltBinary.noetl.path)' auth login --context prod "
                    + "--pkce-port \(scene.port)\(byFlag ? " --plain" : "")"
                try await Terminal.run(shell: line, in: scene) { terminal in
                    try await terminal.wait(for: "How do you want to log in?")
                    try await terminal.wait(for: "Number [1]:")
                    #expect(try await terminal.screen.contains("1. Browser on this machine."))
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                    let screen = try await terminal.tmux("capture-pane", "-p", "-S", "-200")
                    #expect(screen.contains("Opening browser ..."))
                    #expect(screen.contains("Asking the gateway for a session."))
                    Self.expectPaper(terminal)
                }
                #expect(try scene.home.context("prod")["gateway_session_user"] == "you@example.com")
                #expect(try scene.home.text(of: ".noetl/state.json").contains(#""prod" : "pkce""#))
            }
        }

        @Test("what worked last time is what Enter means")
        func memory() async throws {
            try await Scene.play { scene in
                try scene.home.write(
                    #"{"configs":{"\#(scene.home.configPath)":{"modes":{"prod":"token"}}}}"#, to: ".noetl/state.json")
                try await Self.plain("--context", "prod", in: scene) { terminal in
                    try await terminal.wait(for: "Number [3]:")
                    #expect(try await terminal.screen.filter { $0 != "\n" }.contains("It worked last time."))
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Token or callback URL (not shown):")
                    try await terminal.paste("nonsense\n")
                    try await terminal.wait(for: "This is neither a token nor a callback URL.")
                    try await terminal.paste(try scene.sandbox.issueTokens().idToken + "\n")
                    #expect(try await terminal.end() == 0)
                }
                #expect(try scene.home.context("prod")["gateway_session_token"] != nil)
            }
        }

        @Test("after a failure: the doctor, the same again, and out with the status of the failure")
        func failure() async throws {
            try await Scene.play { scene in
                let login = ["--context", "prod", "-i", "--auth0", "you@example.com", "--password"]
                try await Self.plain(login[0], login[1], login[2], login[3], login[4], login[5], in: scene) {
                    terminal in
                    try await terminal.wait(for: "Email [you@example.com]:")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password (not shown):")
                    try await terminal.type("wrong")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "What next?")
                    #expect(try await terminal.screen.contains("Wrong email or password."))
                    try await terminal.wait(for: "Number [5]:")
                    try await terminal.type("4")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "There is no session yet.")
                    try await terminal.waitUntil("asked again") { $0.components(separatedBy: "Number [5]:").count > 1 }
                    try await terminal.type("1")
                    try await terminal.press("Enter")
                    try await terminal.waitUntil("the email again") { $0.hasSuffix("Email [you@example.com]:") }
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password (not shown):")
                    try await terminal.type("wrong again")
                    try await terminal.press("Enter")
                    try await terminal.waitUntil("asked again") { $0.hasSuffix("Number [5]:") }
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 1)
                    #expect(try terminal.isRestored)
                    Self.expectPaper(terminal)
                }
                try scene.expectNothingSaved()
            }
        }

        @Test("the first context is made from the address of its gateway, and what it does not tell is asked and saved")
        func firstContext() async throws {
            try await Scene.play { scene in
                try scene.home.write("contexts: {}\n", to: ".noetl/config.yaml")
                scene.sandbox.script.contract = .without(fields: ["client_id", "redirect_uri"])
                try await Self.plain(in: scene) { terminal in
                    try await terminal.wait(for: "There is no context yet")
                    try await terminal.wait(for: "Address of the gateway:")
                    try await terminal.type(scene.sandbox.addresses.gatewayURL)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Name of the context [local]:")
                    try await terminal.type("prod")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Write it? [Y/n]")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "4. Email and password.")
                    try await terminal.type("4")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Auth0 domain [")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Client ID:")
                    try await terminal.type(scene.sandbox.addresses.clientID)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Save both on context 'prod'? [Y/n]")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Email:")
                    try await terminal.type("you@example.com")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password (not shown):")
                    try await terminal.type("sandbox-password")
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                }
                let saved = try scene.home.context("prod")
                #expect(saved["gateway_auth0_client_id"] == scene.sandbox.addresses.clientID)
                #expect(saved["gateway_session_user"] == "you@example.com")
            }
        }

        @Test("Ctrl-C and Ctrl-D leave with 130, also at a hidden question", arguments: ["C-c", "C-d"])
        func leaving(_ key: String) async throws {
            try await Scene.play { scene in
                try await Self.plain("-i", "--password", "--auth0", "you@example.com", in: scene) { terminal in
                    try await terminal.wait(for: "Number [1]:")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Email [")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password (not shown):")
                    try await terminal.press(key)
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
                #expect(scene.sandbox.requests.isEmpty)
            }
        }
    }
}
