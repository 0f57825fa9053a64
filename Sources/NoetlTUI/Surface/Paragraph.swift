/// A sentence or two, broken into lines at blanks.
struct Paragraph: Equatable, Sendable {
    /// What it says.
    let text: String

    /// A paragraph of this text.
    init(_ text: String) { self.text = text }

    /// Its lines in at most `columns` columns; a word that is longer than that, such as a URL, is broken.
    func lines(columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [[Glyph]] = []
        var line: [Glyph] = []
        var used = 0
        for word in Glyph.glyphs(of: text).split(separator: .blank) {
            let width = word.reduce(0) { $0 + $1.width }
            if !line.isEmpty, used + 1 + width > columns {
                lines.append(line)
                (line, used) = ([], 0)
            }
            if !line.isEmpty {
                line.append(.blank)
                used += 1
            }
            for glyph in word {
                if used + glyph.width > columns, !line.isEmpty {
                    lines.append(line)
                    (line, used) = ([], 0)
                }
                line.append(glyph)
                used += glyph.width
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map(Glyph.text)
    }
}
