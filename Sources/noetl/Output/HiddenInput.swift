import Dispatch
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
    static func rest() async throws(NoetlError) -> Secret { Secret(try await pipe(untilNewline: false)) }

    /// Reads the first line of standard input: for `--password` in scripts.
    static func firstLine() async throws(NoetlError) -> Secret { Secret(try await pipe(untilNewline: true)) }

    /// Gives the terminal its modes back; called when a signal ends the process, and harmless otherwise.
    static func restoreTerminal() {
        saved.withLockedValue { modes in
            guard var earlier = modes else { return }
            tcsetattr(STDIN_FILENO, TCSANOW, &earlier)
            modes = nil
        }
    }

    private static func read(_ prompt: String, hidden: Bool) async throws(NoetlError) -> String {
        FileHandle.standardError.write(Data(prompt.utf8))
        if hidden { hideInput() }
        defer {
            restoreTerminal()
            // The person's Enter was not echoed either.
            if hidden { Console.note("") }
        }
        return try await Input(isLine: true, isEdited: hidden).text()
    }

    private static func pipe(untilNewline: Bool) async throws(NoetlError) -> String {
        try await Input(isLine: untilNewline, isEdited: false).text()
    }

    /// No echo, no line mode, no suspend key (it would leave the shell without echo); signals stay.
    private static func hideInput() {
        var modes = termios()
        guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
        saved.withLockedValue { $0 = modes }
        modes.c_lflag &= ~tcflag_t(ECHO | ICANON)
        modes.c_cc.10 = 0  // VSUSP
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    }
}
