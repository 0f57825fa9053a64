import Glibc
import NoetlCore
import NoetlTUI

/// The QR code of a device login, for a stream: dark on light where the stream can show that.
struct QRText {
    /// What the stream can show.
    enum Paper: Equatable {
        /// Black on white, by the eight colours that all terminals with colours know.
        case colored
        /// Ink and paper exchanged: right on dark terminals.
        case reversed
        /// Characters alone, for a file or a pipe: right where it is shown light on dark.
        case bare
    }

    /// The width of the terminal; nil where there is none.
    let columns: Int?
    /// Whether half blocks arrive as what they are.
    let isUTF8: Bool
    /// How dark and light are made.
    let paper: Paper

    /// What standard error can show, or standard output, going by the environment.
    init(onNotes: Bool, environment: Environment) {
        let descriptor = onNotes ? STDERR_FILENO : STDOUT_FILENO
        let isTerminal = isatty(descriptor) == 1
        var size = winsize()
        columns = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : nil
        isUTF8 = Console.isUTF8(environment)
        let isColored = (onNotes ? Paint.notes : .output).isOn
        let isPaper = !isTerminal || environment["TERM"] ?? "dumb" == "dumb"
        paper = isColored ? .colored : isPaper ? .bare : .reversed
    }

    init(columns: Int?, isUTF8: Bool, paper: Paper) {
        (self.columns, self.isUTF8, self.paper) = (columns, isUTF8, paper)
    }

    /// The code of an address, or one line that says why there is none.
    func text(of address: String?) -> String {
        guard let address else {
            return "No QR code: the tenant gave no address with the code in it."
        }
        guard isUTF8 else { return "No QR code: its characters need a UTF-8 locale, such as LANG=C.UTF-8." }
        guard let code = QRCode(address) else { return "No QR code: the address is too long for one." }
        if let columns, columns < code.columns {
            return "No QR code: it needs \(code.columns) columns, and the terminal has \(columns)."
        }
        switch paper {
        case .colored: return code.inked.map { "\u{1B}[0;30;47m\($0)\u{1B}[0m" }.joined(separator: "\n")
        case .reversed: return code.inked.map { "\u{1B}[0;7m\($0)\u{1B}[0m" }.joined(separator: "\n")
        case .bare: return code.inverted.joined(separator: "\n")
        }
    }
}
