/// Which characters a terminal can show; the last thing a frame goes through before it is shown.
enum Repertoire: Equatable, Sendable {
    /// Everything.
    case unicode
    /// Letters of all kinds, but of our own marks only the ASCII ones: the Linux console's font has no others.
    case console
    /// ASCII: a locale that is not UTF-8.
    case ascii

    /// `frame` with what cannot be shown replaced, column by column: our marks by their ASCII form, the rest by `?`.
    func rendering(of frame: Surface) -> Surface {
        self == .unicode ? frame : frame.mapping(replacement)
    }

    private func replacement(for glyph: Glyph) -> [Glyph] {
        if glyph.base.isASCII && (self == .console || glyph.marks.isEmpty) { return [glyph] }
        if let mark = Self.marks[glyph.base] { return [.narrow(mark)] }
        if self == .console { return [glyph] }
        // A letter under an accent is still that letter.
        if glyph.base.isASCII { return [.narrow(glyph.base)] }
        return Array(repeating: .narrow("?"), count: glyph.width)
    }

    private static let marks: [Unicode.Scalar: Unicode.Scalar] = [
        "─": "-", "│": "|", "…": "~", "·": "-", "•": "*", "✓": "+", "✗": "x", "×": "x",
        "›": ">", "‹": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "█": "#",
        "◐": "|", "◓": "/", "◑": "-", "◒": "\\", "○": "o", "●": "*",
        "–": "-", "—": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "\u{FFFD}": "?",
    ]
}
