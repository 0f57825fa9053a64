/// A window over more lines than there is room for; its last row then says how many are out of sight.
struct Scroller: Equatable, Sendable {
    private var top = 0

    /// A window at the first line.
    init() {}

    /// Takes up a key for `lines` lines in `rows` rows; false when it does not scroll.
    mutating func update(_ key: Key, lines: Int, rows: Int) -> Bool {
        let page = max(1, window(lines: lines, rows: rows).count - 1)
        switch key {
        case .up, .character("k"): move(by: -1, lines: lines, rows: rows)
        case .down, .character("j"): move(by: 1, lines: lines, rows: rows)
        case .pageUp: move(by: -page, lines: lines, rows: rows)
        case .pageDown: move(by: page, lines: lines, rows: rows)
        case .home, .character("g"): move(by: -lines, lines: lines, rows: rows)
        case .end, .character("G"): move(by: lines, lines: lines, rows: rows)
        default: return false
        }
        return true
    }

    /// The lines that are in sight.
    func window(lines: Int, rows: Int) -> Range<Int> {
        let room = max(0, lines > rows ? rows - 1 : rows)
        let first = min(top, max(0, lines - room))
        return first..<min(lines, first + room)
    }

    /// Draws what is in sight of `lines`, each by `drawLine` in a row of its own.
    func draw<Line>(
        _ lines: [Line], on surface: inout Surface, in area: Area, drawLine: (Line, inout Surface, Area) -> Void
    ) {
        let window = window(lines: lines.count, rows: area.rows)
        for (row, index) in window.enumerated() {
            drawLine(lines[index], &surface, area.dropping(rows: row).prefix(rows: 1))
        }
        guard window.count < lines.count, !area.isEmpty else { return }
        surface.write(
            Self.remainder(of: lines.count, outside: window), row: area.row + window.count, column: area.column,
            style: .faint, columns: area.columns)
    }

    /// How many of `count` lines are above and below a window.
    static func remainder(of count: Int, outside window: Range<Int>) -> String {
        let above = window.lowerBound
        let below = count - window.upperBound
        return [above > 0 ? "↑ \(above) more" : nil, below > 0 ? "↓ \(below) more" : nil].compactMap { $0 }
            .joined(separator: "  ")
    }

    private mutating func move(by distance: Int, lines: Int, rows: Int) {
        let window = window(lines: lines, rows: rows)
        top = max(0, min(window.lowerBound + distance, lines - window.count))
    }
}
