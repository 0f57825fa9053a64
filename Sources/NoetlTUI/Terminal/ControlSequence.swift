import Foundation

/// Byte sequences that ncurses has no function for.
enum ControlSequence {
    /// Pasted text arrives between two marks, so that it cannot press keys.
    static let pasteMarksOn = "\u{1B}[?2004h"
    /// Pasted text arrives like typed text again.
    static let pasteMarksOff = "\u{1B}[?2004l"
    /// What the terminal sends before pasted text.
    static let pasteBegins = "\u{1B}[200~"
    /// What the terminal sends after pasted text.
    static let pasteEnds = "\u{1B}[201~"

    /// The terminal no longer tells of the mouse, in either way of telling.
    static let mouseOff = "\u{1B}[?1000l\u{1B}[?1006l"

    /// OSC 52: puts `text` on the terminal's clipboard; inside tmux, also wrapped so that tmux hands it on.
    static func clipboard(_ text: String, insideTmux: Bool) -> String {
        let plain = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}"
        guard insideTmux else { return plain }
        return plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\"
    }
}
