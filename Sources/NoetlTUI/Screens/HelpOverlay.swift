/// All keys of a screen; any key that does not scroll closes it.
struct HelpOverlay: Equatable, Sendable {
    private let title: String
    private let keys: [KeyHints.Hint]
    private var scroller = Scroller()

    /// Help about the screen called `title`.
    init(title: String, keys: [KeyHints.Hint]) {
        self.title = title
        self.keys = keys
    }

    /// Takes up a key on a screen of this size; false when it closes the help.
    mutating func update(_ key: Key, size: Size) -> Bool {
        let area = frame.content(of: size)
        return scroller.update(key, lines: lines(columns: area.columns).count, rows: area.rows)
    }

    /// Draws the help over the whole screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        let indent = indent
        scroller.draw(lines(columns: area.columns), on: &surface, in: area) { line, surface, place in
            surface.write(line.key, row: place.row, column: place.column, columns: place.columns)
            let verb = place.indented(by: indent)
            surface.write(line.verb, row: verb.row, column: verb.column, style: .faint, columns: verb.columns)
        }
    }

    private var indent: Int { (keys.map { DisplayWidth.of($0.key) }.max() ?? 0) + 3 }

    /// What a key does may take several lines, the first of which has the key.
    private func lines(columns: Int) -> [(key: String, verb: String)] {
        keys.flatMap { hint in
            Paragraph(hint.verb).lines(columns: columns - indent).enumerated().map { ($0 == 0 ? hint.key : "", $1) }
        }
    }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: "\(title) · help",
            hints: KeyHints([.init("↑↓", "scroll"), .init("any other key", "close", isEssential: true)]))
    }
}
