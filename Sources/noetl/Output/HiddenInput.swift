import Foundation
import Glibc
import NIOConcurrencyHelpers
import NoetlCore

/// Reads answers from the person at the terminal; secrets without echo and without a line's length limit.
enum HiddenInput {
    private static let saved = NIOLockedValueBox<termios?>(nil)

    /// Asks on stderr and reads one line without echo, of any length (a terminal's line mode cuts at 4,095 bytes).
    ///
    /// - Throws: `cancelled` on Ctrl-C, Ctrl-D, end of input and when the task is cancelled.
    static func secret(_ prompt: String) async throws(NoetlError) -> Secret {
        Secret(try await read(prompt, hidden: true))
    }

    /// Asks on stderr and reads one visible line.
    ///
    /// - Throws: `cancelled`, as for a secret.
    static func line(_ prompt: String) async throws(NoetlError) -> String { try await read(prompt, hidden: false) }

    /// Reads standard input to its end and drops one trailing newline: for values given as `-`.
    static func rest() async throws(NoetlError) -> Secret { Secret(try await Input(.toEnd).text()) }

    /// Reads the first line of standard input: for `--password` in scripts.
    static func firstLine() async throws(NoetlError) -> Secret { Secret(try await Input(.firstLine).text()) }

    /// Hands in what a person types or pastes during a login, without echo, until the task is cancelled: callback URLs,
    /// and Enter alone to open the browser. After a stop `prompt` says that the login goes on.
    static func follow(_ replies: LoginReplies, prompt: String) async {
        let input = Input(.hiddenLine, prompt: prompt + "\n")
        let relay = input.stoppable()
        hide()
        // What was typed beyond the end of the wait must not reach the shell.
        defer {
            restore(TCSAFLUSH)
            withExtendedLifetime(relay) {}
        }
        await input.eachLine { line in
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty { replies.openBrowser() } else { replies.hand(in: Secret(text)) }
        }
    }

    /// Whether a person types standard input; where stderr goes does not matter for what must not be echoed.
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Whether the terminal is in the modes of hidden input at the moment.
    static var isHidden: Bool {
        var modes = termios()
        return tcgetattr(STDIN_FILENO, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) == 0
    }

    /// Gives the terminal its modes back: when a signal ends or stops the process; harmless otherwise.
    static func restoreTerminal() { restore(TCSANOW) }

    private static func restore(_ action: Int32) {
        saved.withLockedValue { modes in
            guard var earlier = modes else { return }
            tcsetattr(STDIN_FILENO, action, &earlier)
            modes = nil
        }
    }

    private static func read(_ prompt: String, hidden: Bool) async throws(NoetlError) -> String {
        let input = Input(hidden ? .hiddenLine : .typedLine, prompt: prompt)
        let relay = hidden ? input.stoppable() : nil
        // First, so that what is typed ahead of the prompt is not echoed either.
        if hidden { hide() }
        Console.prompt(prompt)
        defer {
            // What was pasted beyond the first line must not reach the shell.
            restore(TCSAFLUSH)
            withExtendedLifetime(relay) {}
            // The person's Enter was not echoed either.
            if hidden { Console.note("") }
        }
        return try await input.text()
    }

    /// No echo, no line mode, and no quit key, which would leave the shell without echo; Ctrl-C and Ctrl-Z stay.
    static func hide() {
        var modes = termios()
        guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
        // After a stop by force, those that were there at first are still to be given back.
        modes = saved.withLockedValue { earlier in
            earlier = earlier ?? modes
            return earlier ?? modes
        }
        modes.c_lflag &= ~tcflag_t(ECHO | ICANON)
        modes.c_cc.1 = 0  // VQUIT
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    }
}
