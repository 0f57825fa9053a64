import Foundation
import NoetlTestSupport
import Testing

extension Terminal {
    /// How a job is stopped.
    enum Stop: String, CaseIterable, Sendable { case key, signal, force }

    /// Opens an interactive shell, for its job control, and runs the program with these words in it.
    static func shell(
        _ words: String, in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        try scene.home.write("set enable-bracketed-paste off\n", to: "inputrc")
        let shell = "env PS1='ready> ' INPUTRC='\(scene.home.path(of: "inputrc"))' bash --norc --noprofile -i"
        try await run(shell: shell, in: scene) { terminal in
            try await terminal.wait(for: "ready>")
            try await terminal.type("(echo $BASHPID > ~/pid; exec \(BuiltBinary.noetl.path) \(words))")
            try await terminal.press("Enter")
            try await body(terminal)
        }
    }

    /// Stops the program that `shell` runs and wipes the screen, so that what is seen afterwards was drawn after it;
    /// expects the shell to have a terminal that echoes lines.
    func stop(by stop: Stop, _ round: Int) async throws {
        switch stop {
        case .key: try await press("C-z")
        case .signal: kill(try process, SIGTSTP)
        case .force: kill(try process, SIGSTOP)
        }
        try await wait(for: "Stopped")
        try await type("clear; echo \(round): $(stty -a | grep -c ' icanon.* echo ') line mode")
        try await press("Enter")
        try await wait(for: "\(round): 1 line mode")
    }

    /// Leaves the shell of `shell`, and expects it to leave the terminal as it was.
    func leaveShell() async throws {
        try await type("exit")
        try await press("Enter")
        try await expectEnd(0)
    }
}
