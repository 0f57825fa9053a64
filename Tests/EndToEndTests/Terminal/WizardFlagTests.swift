import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// What flags and variables decide before the wizard opens.
    @Suite("Wizard: flags", .timeLimit(.minutes(5)))
    struct WizardFlagTests {
        @Test("--context skips the picker, and a mode flag the chooser")
        func prefilled() async throws {
            try await Scene.play { scene in
                try await Terminal.wizard("--context", "prod", in: scene) { terminal in
                    try await terminal.wait(for: Terminal.modes)
                    try await terminal.press("Escape")
                    try await terminal.expectEnd(130)
                    #expect(!terminal.hasSent("Which context"))
                }
                try await Terminal.wizard("--auth0", "you@example.com", "--password", in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "you@example.com")
                    #expect(!terminal.hasSent("How do you want"))
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }

        @Test("a context that does not exist is an error before anything is shown", arguments: [true, false])
        func unknownContext(_ isFlag: Bool) async throws {
            try await Scene.play { scene in
                try await Terminal.wizard(
                    flags: isFlag ? ["--context", "nowhere"] : [], with: isFlag ? [:] : ["NOETL_CONTEXT": "nowhere"],
                    in: scene
                ) { terminal in
                    try await terminal.expectEnd(1)
                    #expect(try await terminal.screen.contains("'nowhere'"))
                    #expect(!terminal.hasSent("\u{1B}[?2004h"))
                }
            }
        }

        @Test("a file that cannot be written is an error before anything is shown, unless nothing shall be saved")
        func unwritable() async throws {
            try await Scene.play { scene in
                try scene.home.write(
                    "current_context: prod\ncontexts:\n" + scene.entry("prod"), to: ".noetl/config.yaml", mode: 0o400)
                try await Terminal.wizard(in: scene) { terminal in
                    try await terminal.expectEnd(1)
                    #expect(try await terminal.screen.contains("config.yaml"))
                    #expect(!terminal.hasSent("\u{1B}[?2004h"))
                }
                try await Terminal.wizard("--no-save", in: scene) { terminal in
                    try await terminal.wait(for: Terminal.picker)
                    try await terminal.press("C-c")
                    try await terminal.expectEnd(130)
                }
            }
        }
    }
}
