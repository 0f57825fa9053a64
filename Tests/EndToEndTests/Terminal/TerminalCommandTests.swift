import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Commands that behave otherwise when a person sits there.
    @Suite("Commands", .timeLimit(.minutes(5)))
    struct TerminalCommandTests {
        @Test("a login without a mode opens the full screen, and Esc leaves it", arguments: [[], ["-i"]])
        func noMode(_ flags: [String]) async throws {
            try await Scene.play { scene in
                try await Terminal.run(arguments: ["auth", "login"] + flags, in: scene) { terminal in
                    try await terminal.wait(for: "Which context do you want to log in to?")
                    try await terminal.press("Escape")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
                #expect(scene.sandbox.requests.isEmpty)
            }
        }

        @Test("deleting a context asks first", arguments: [("n", true), ("", true), ("y", false)])
        func delete(_ answer: String, _ stays: Bool) async throws {
            try await Scene.play { scene in
                try await Terminal.run("context", "delete", "prod", in: scene) { terminal in
                    try await terminal.wait(for: "[y/N]")
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                }
                #expect(try scene.home.text(of: ".noetl/config.yaml").contains("  prod:") == stays)
            }
        }

        @Test("Ctrl-C while a browser login waits is 130, with the port free and the terminal as it was")
        func interrupted() async throws {
            try await Scene.play { scene in
                try await Terminal.run(
                    "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)", in: scene
                ) { terminal in
                    try await terminal.wait(for: "Open this URL")
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
                #expect(FreePort.isFree(scene.port))
                try scene.expectNothingSaved()
            }
        }
    }
}
