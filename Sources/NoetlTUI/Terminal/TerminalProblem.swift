/// Why a terminal cannot show full screens; the questions can still be asked line by line.
enum TerminalProblem: Error, Equatable, Sendable {
    /// There is no terminal: no `/dev/tty`, or what was opened is something else.
    case noTerminal
    /// `TERM` is empty, `dumb`, or unknown to terminfo.
    case unsuitable(term: String)
}
