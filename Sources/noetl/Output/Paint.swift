import Foundation
import Glibc
import NoetlCore

/// Colour for people at a terminal; what goes into a pipe or a file stays as it is.
struct Paint: Sendable {
    /// What a piece of text means; its raw value is the escape sequence's number.
    ///
    /// The eight colours that every such terminal has, in the tones of the user's theme.
    enum Tone: Int {
        case plain = 0
        case strong = 1
        case bad = 31
        case good = 32
        case warning = 33
    }

    /// Whether it colours.
    let isOn: Bool

    /// A paint that colours, or one that leaves every text alone.
    init(isOn: Bool) { self.isOn = isOn }

    /// Leaves every text alone.
    static let none = Paint(isOn: false)

    /// For standard output.
    static var output: Paint { Paint(for: STDOUT_FILENO) }

    /// For standard error.
    static var notes: Paint { Paint(for: STDERR_FILENO) }

    /// `NO_COLOR` (any value), `CLICOLOR=0` and a terminal without a type mean none.
    private init(for descriptor: Int32) {
        let environment = Environment(ProcessInfo.processInfo.environment)
        self.init(
            isOn: isatty(descriptor) == 1 && (environment["TERM"] ?? "dumb") != "dumb"
                && environment["NO_COLOR"] == nil && environment["CLICOLOR"] != "0")
    }

    /// `text` in a tone.
    func callAsFunction(_ text: String, _ tone: Tone) -> String {
        guard isOn, tone != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
