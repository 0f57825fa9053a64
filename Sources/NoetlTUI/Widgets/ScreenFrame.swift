/// What all screens have in common: a header line, a rule, the content with its margin, a rule and the keys.
struct ScreenFrame: Equatable, Sendable {
    /// The smallest screen that everything fits into.
    static let smallest = Size(rows: 12, columns: 40)
    private static let margin = 2
    private static let mostKeyRows = 2

    /// What product and where in it.
    let title: String
    /// What stands at the right end of the header, such as the time that is left.
    var trailing = ""
    /// The style of that.
    var trailingStyle = Style.faint
    /// The keys that work here.
    let hints: KeyHints
    /// Whether there are rules; without them the content has two rows more.
    var hasRules = true

    /// Draws the frame and tells where the content goes; an empty area when the screen is too small for any.
    func draw(on surface: inout Surface) -> Area {
        let size = surface.size
        guard Self.fits(size) else {
            let notice = "Too small: noetl needs \(Self.smallest.columns)x\(Self.smallest.rows)."
            surface.write(Cut.end.apply(to: notice, columns: size.columns), row: 0, column: 0)
            return Area(row: 0, column: 0, rows: 0, columns: 0)
        }
        drawHeader(on: &surface)
        let area = content(of: size)
        if hasRules {
            drawRule(at: area.row - 1, on: &surface)
            drawRule(at: area.end, on: &surface)
        }
        let keys = area.end + rule
        hints.draw(
            on: &surface,
            in: Area(
                row: keys, column: Self.margin, rows: size.rows - keys, columns: size.columns - 2 * Self.margin))
        return area
    }

    /// Where the content goes on a screen of this size.
    func content(of size: Size) -> Area {
        guard Self.fits(size) else { return Area(row: 0, column: 0, rows: 0, columns: 0) }
        let columns = size.columns - 2 * Self.margin
        let keyRows = hints.lines(columns: columns, rows: Self.mostKeyRows).count
        return Area(
            row: 1 + rule, column: Self.margin, rows: size.rows - 1 - 2 * rule - keyRows, columns: columns)
    }

    /// The smallest screen whose content has this size, where all keys fit into one row.
    func smallest(for content: Size) -> Size {
        Size(
            rows: max(Self.smallest.rows, content.rows + 2 + 2 * rule),
            columns: max(Self.smallest.columns, content.columns + 2 * Self.margin))
    }

    private var rule: Int { hasRules ? 1 : 0 }

    /// Whether a screen of this size shows content at all.
    static func fits(_ size: Size) -> Bool { size.rows >= smallest.rows && size.columns >= smallest.columns }

    private func drawHeader(on surface: inout Surface) {
        let columns = surface.size.columns - Self.margin
        let right = Cut.end.apply(to: trailing, columns: columns / 2)
        let end = surface.size.columns - 1 - DisplayWidth.of(right)
        surface.write(right, row: 0, column: end, style: trailingStyle)
        let room = right.isEmpty ? columns : end - 1 - Self.gap
        surface.write(Cut.end.apply(to: title, columns: room), row: 0, column: 1, style: .strong)
    }

    private static let gap = 2

    private func drawRule(at row: Int, on surface: inout Surface) {
        surface.fill("─", row: row, column: 1, columns: surface.size.columns - 2, style: .faint)
    }
}
