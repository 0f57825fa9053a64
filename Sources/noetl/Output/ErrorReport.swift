import Foundation
import Glibc
import NIOConcurrencyHelpers
import NoetlCore

/// Shows a failure: three lines on stderr, or one JSON object on stdout under `--json`.
struct ErrorReport {
    private static let isCancelTold = NIOLockedValueBox(false)
    private let asJSON: Bool

    /// A report in the form that the arguments ask for; they may be too broken for the parser.
    init(argv: [String]) {
        asJSON = argv.prefix { $0 != "--" }.contains { $0 == "--json" || Self.isClusterWithJSON($0) }
    }

    /// `-j`, alone or among other short flags.
    private static func isClusterWithJSON(_ word: String) -> Bool {
        word.hasPrefix("-") && !word.hasPrefix("--") && word.contains("j") && word.dropFirst().allSatisfy(\.isLetter)
    }

    /// Prints the end by a signal for a command that has not done so in time, and waits for no reader.
    func printCancelled() {
        var stream = pollfd(fd: asJSON ? STDOUT_FILENO : STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&stream, 1, 0) == 1, stream.revents & Int16(POLLOUT) != 0 else { return }
        _ = print(.cancelled)
    }

    /// Prints `error` and gives the exit status for it; that the command was cancelled is told once.
    func print(_ error: NoetlError) -> Int32 {
        let status = ExitStatus.status(for: error.code)
        if error.code == .cancelled {
            let isTold = Self.isCancelTold.withLockedValue { isTold in
                defer { isTold = true }
                return isTold
            }
            guard !isTold else { return status }
        }
        guard asJSON else {
            let lines = [Paint.notes(error.what, .bad)] + error.lines.dropFirst()
            Console.note(lines.joined(separator: "\n"))
            return status
        }
        do throws(OutputFailure) {
            try Console.print(JSONText.object(["error": Self.object(error)]))
        } catch {
            if !error.isUnread { Console.note("The output could not be written: \(error.reason).") }
        }
        return status
    }

    /// The members of an error in JSON.
    static func object(_ error: NoetlError) -> [String: Any] {
        // Without the padding that lines it up for people.
        let trimmed = { (text: String) in Redaction.cleaned(text, limit: 4_000) }
        return [
            "code": error.code.rawValue, "message": trimmed(error.what), "reason": trimmed(error.why),
            "hint": trimmed(error.next),
        ]
    }
}
