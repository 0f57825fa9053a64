import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// The panel of a browser login, when the tenant does not accept the redirect URI, and whose session is saved.
    @Suite("Wizard: allowlist and identity", .timeLimit(.minutes(5)))
    struct WizardAllowlistTests {
        private static let rejected = "Auth0 does not accept this redirect URI yet"

        @Test("with an empty allowlist the panel says so, and the browser opens without a key when the URI is added")
        func opensByItself() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.allowlist = []
                try await Terminal.wizard("--pkce", "--context", "prod", "--pkce-port", "\(scene.port)", in: scene) {
                    terminal in
                    try await terminal.wait(for: Self.rejected)
                    try await terminal.wait(for: "Waiting for Auth0 to accept the redirect URI")
                    let screen = try await terminal.screen
                    #expect(screen.contains(scene.redirect))
                    #expect(screen.contains("opens by itself once Auth0 accepts it"))
                    #expect(screen.contains("o open anyway"))
                    #expect(scene.visits == 0)
                    scene.sandbox.script.allow(scene.redirect)
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
                #expect(scene.visits == 1)
            }
        }

        @Test("o opens it anyway, once, and the row still follows the dashboard")
        func anyway() async throws {
            try await Scene.play { scene in
                scene.sandbox.script.allowlist = []
                try await Terminal.wizard("--pkce", "--context", "prod", "--pkce-port", "\(scene.port)", in: scene) {
                    terminal in
                    try await terminal.wait(for: "o open anyway")
                    try await terminal.press("o")
                    try await terminal.wait(for: Terminal.waiting)
                    _ = try await scene.sandbox.request { $0.endpoint == .authorize }
                    #expect(try await terminal.screen.contains(Self.rejected))
                    scene.sandbox.script.allow(scene.redirect)
                    try await terminal.wait(for: "Auth0 accepts this redirect URI")
                    #expect(scene.visits == 1)
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test("another user than before is asked about on a screen of its own")
        func otherUser() async throws {
            try await Scene.play { scene in
                try scene.configure("    gateway_session_token: old\n    gateway_session_user: ops@example.com\n")
                try await Terminal.wizard("--pkce", "--context", "prod", "--pkce-port", "\(scene.port)", in: scene) {
                    terminal in
                    try await terminal.wait(for: "Save the session of you@example.com on this context?")
                    #expect(try scene.home.context("prod")["gateway_session_user"] == "ops@example.com")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Nothing was saved.")
                    #expect(try scene.home.context("prod")["gateway_session_user"] == "ops@example.com")
                    try await terminal.press("r")
                    try await terminal.wait(for: "Save the session of you@example.com on this context?")
                    try await terminal.press("y")
                    try await WizardLoginTests.expectSuccess(terminal, in: scene)
                }
                #expect(scene.sandbox.requests.last { $0.endpoint == .authorize }?.query["prompt"] == "login")
            }
        }
    }
}
