import Foundation
import NoetlTestSupport
import Subprocess

/// A terminal of 80 by 24, on a tmux server of its own, in which the program runs under a shell.
///
/// The shell writes `stty -g` before and after, and the program's status, to files in the home folder.
struct Terminal: Sendable {
    /// Thrown when the screen never shows what it should.
    struct NeverShown: Error, CustomStringConvertible {
        let text: String
        let screen: String
        var description: String { "'\(text)' was never shown; the screen:\n\(screen)" }
    }

    /// Counts the servers: a name is not used twice.
    private static let count = Guarded(0)
    private let server: String
    let scene: Scene

    /// Opens a terminal, runs the program with these arguments in it, hands it to `body`, and closes it.
    static func run(
        _ arguments: String..., in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        try await run(arguments: arguments, in: scene, body)
    }

    /// The same with the arguments in an array.
    static func run(
        arguments: [String], in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        let words = ([BuiltBinary.noetl.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        try await run(shell: words, in: scene, body)
    }

    /// The same with a whole line of the shell; `bin` in the home folder is on its path.
    static func run(
        shell line: String, size: (columns: Int, rows: Int) = (80, 24), in scene: Scene,
        _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        let number = count.with { count in
            count += 1
            return count
        }
        let terminal = Terminal(server: "noetl-test-\(getpid())-\(number)", scene: scene)
        try await terminal.start(line, size)
        do {
            try await body(terminal)
        } catch {
            // What the body says is the news.
            _ = try? await terminal.tmux("kill-server")
            throw error
        }
        _ = try await terminal.tmux("kill-server")
    }

    private func start(_ line: String, _ size: (columns: Int, rows: Int)) async throws {
        let script = try scene.home.write(
            """
            # The shell itself survives what is typed at the program.
            trap : INT QUIT
            stty -g > "$HOME/modes-before"
            \(line)
            echo $? > "$HOME/status"
            stty -g > "$HOME/modes-after"
            echo "-- ended with $(cat "$HOME/status") --"
            exec sleep 600

            """, to: "session.sh")
        try await tmux(
            "new-session", "-d", "-x", "\(size.columns)", "-y", "\(size.rows)", "/bin/sh '\(script)'", ";",
            "pipe-pane", "cat > '\(scene.home.path(of: "sent"))'")
    }

    /// What the screen shows, without the blank lines at its end.
    var screen: String {
        get async throws {
            try await tmux("capture-pane", "-p").trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Waits until the screen shows `text`.
    func wait(for text: String) async throws {
        var seen = ""
        for _ in 0..<600 {
            seen = try await screen
            if seen.contains(text) { return }
            // tmux tells nobody when its screen changes, so it is asked again; the bound is the loop above.
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NeverShown(text: text, screen: seen)
    }

    /// Waits until the program has ended, and gives its status.
    func end() async throws -> Int {
        try await wait(for: "-- ended with ")
        return Int(try scene.home.text(of: "status").trimmingCharacters(in: .newlines)) ?? -1
    }

    /// Whether the terminal's modes are what they were before the program.
    var isRestored: Bool {
        get throws { try scene.home.text(of: "modes-before") == scene.home.text(of: "modes-after") }
    }

    /// Types characters.
    func type(_ text: String) async throws { try await tmux("send-keys", "-l", "--", text) }

    /// Presses keys by tmux's names: `Enter`, `BSpace`, `C-u`.
    func press(_ keys: String...) async throws {
        for key in keys { try await tmux("send-keys", key) }
    }

    /// Pastes a text of any length.
    func paste(_ text: String) async throws {
        let file = try scene.home.write(text, to: "clipboard")
        try await tmux("load-buffer", file)
        try FileManager.default.removeItem(atPath: file)
        try await tmux("paste-buffer", "-d")
    }

    @discardableResult
    func tmux(_ arguments: String...) async throws -> String {
        var variables: [Subprocess.Environment.Key: String] = [:]
        let environment = scene.environment(with: [
            "TMUX_TMPDIR": scene.home.path, "TERM": "xterm-256color", "SHELL": "/bin/sh",
            "PATH": "\(scene.home.path)/bin:/usr/bin:/bin",
        ])
        for (name, value) in environment {
            guard let key = Subprocess.Environment.Key(rawValue: name) else { continue }
            variables[key] = value
        }
        let result = try await Subprocess.run(
            .name("tmux"), arguments: Arguments(["-u", "-L", server, "-f", "/dev/null"] + arguments),
            environment: .custom(variables), input: .none, output: .string(limit: 1 << 20), error: .discarded)
        return result.standardOutput
    }
}
