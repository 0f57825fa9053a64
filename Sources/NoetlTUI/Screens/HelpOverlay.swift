/// All keys of a screen; any key closes it.
struct HelpOverlay: Equatable, Sendable {
    private let title: String
    private let keys: [KeyHints.Hint]
    private var top = 0

    /// Help about the screen called `title`.
    init(title: String, keys: [KeyHints.Hint]) {
        self.title = title
        self.keys = keys
    }

    /// Takes up a key on a screen of this size; false when it closes the help.
    mutating func update(_ key: Key, size: Size) -> Bool {
        let furthest = max(0, keys.count - frame.content(of: size).rows)
        switch key {
        case .down, .character("j"): top = min(furthest, top + 1)
        case .up, .character("k"): top = max(0, min(top, furthest) - 1)
        default: return false
        }
        return true
    }

    /// Draws the help over the whole screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        let first = min(top, max(0, keys.count - area.rows))
        let indent = (keys.map { DisplayWidth.of($0.key) }.max() ?? 0) + 3
        for (row, hint) in keys.dropFirst(first).prefix(area.rows).enumerated() {
            surface.write(hint.key, row: area.row + row, column: area.column, columns: area.columns)
            let place = area.indented(by: indent)
            surface.write(
                Cut.end.apply(to: hint.verb, columns: place.columns), row: area.row + row, column: place.column,
                style: .faint)
        }
    }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: "\(title) · help",
            hints: KeyHints([.init("↑↓", "scroll"), .init("any other key", "close", isEssential: true)]))
    }
}
