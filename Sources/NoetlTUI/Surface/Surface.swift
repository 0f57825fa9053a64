/// One frame as a grid of cells: everything that is drawn is drawn here first, and a terminal or a test shows it.
///
/// Writing is safe everywhere: what lies outside is not drawn, half a wide character never remains.
struct Surface: Equatable, Sendable {
    /// A place on the grid.
    struct Position: Equatable, Sendable {
        /// The line, counted from 0.
        let row: Int
        /// The column, counted from 0.
        let column: Int
    }

    /// How many rows and columns there are.
    let size: Size
    /// Where the terminal's cursor stands; nil hides it.
    private(set) var cursor: Position?
    private var cells: [Cell]

    /// An empty frame.
    init(_ size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.rows * size.columns)
    }

    /// The cells of one row.
    func row(_ row: Int) -> ArraySlice<Cell> {
        guard (0..<size.rows).contains(row) else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Draws `text` and tells the column after it.
    ///
    /// - Parameter columns: how many columns it may take; what does not fit is left out.
    @discardableResult
    mutating func write(
        _ text: some StringProtocol, row: Int, column: Int, style: Style = .plain, columns: Int = .max
    ) -> Int {
        write(Glyph.glyphs(of: text), row: row, column: column, style: style, columns: columns)
    }

    /// Draws `glyphs` and tells the column after them.
    @discardableResult
    mutating func write(
        _ glyphs: some Sequence<Glyph>, row: Int, column: Int, style: Style = .plain, columns: Int = .max
    ) -> Int {
        // No text is so long that it could reach the surface from further left.
        guard column < size.columns, column > -1_000_000 else { return column }
        let end = columns < size.columns - column ? column + max(0, columns) : size.columns
        var next = column
        for glyph in glyphs {
            guard next + glyph.width <= end else { break }
            put(glyph, row: row, column: next, style: style)
            next += glyph.width
        }
        return next
    }

    /// Fills `columns` places of a row with the same narrow character.
    mutating func fill(_ scalar: Unicode.Scalar, row: Int, column: Int, columns: Int, style: Style = .plain) {
        let room = min(max(0, columns), max(0, size.columns - column))
        write(repeatElement(Glyph.narrow(scalar), count: room), row: row, column: column, style: style)
    }

    /// Shows the terminal's cursor at a place, or nowhere when that lies outside.
    mutating func showCursor(row: Int, column: Int) {
        let isInside = (0..<size.rows).contains(row) && (0..<size.columns).contains(column)
        cursor = isInside ? Position(row: row, column: column) : nil
    }

    /// The same frame with every glyph replaced by `change`, which must keep the width.
    func mapping(_ change: (Glyph) -> [Glyph]) -> Surface {
        var frame = Surface(size)
        frame.cursor = cursor
        for row in 0..<size.rows {
            for (column, cell) in self.row(row).enumerated() {
                guard let glyph = cell.glyph else { continue }
                frame.write(change(glyph), row: row, column: column, style: cell.style, columns: glyph.width)
            }
        }
        return frame
    }

    private mutating func put(_ glyph: Glyph, row: Int, column: Int, style: Style) {
        guard (0..<size.rows).contains(row), column >= 0, column + glyph.width <= size.columns else { return }
        let index = row * size.columns + column
        clearHalves(from: index, width: glyph.width, row: row)
        cells[index] = Cell(glyph: glyph, style: style)
        if glyph.width == 2 { cells[index + 1] = Cell(glyph: nil, style: style) }
    }

    /// A wide glyph that loses one half to a new one loses the other too.
    private mutating func clearHalves(from index: Int, width: Int, row: Int) {
        if cells[index].glyph == nil, index > row * size.columns { cells[index - 1] = .blank }
        let after = index + width
        if after < (row + 1) * size.columns, cells[after].glyph == nil { cells[after] = .blank }
    }
}

extension Surface {
    /// The frame as lines of text without the blanks at their ends.
    var text: String { lines { $0.glyph?.text } }

    /// The frame's styles, one letter a column (`Style`'s raw values) under every cell that is not an empty plain one.
    var styles: String {
        lines { cell in cell == .blank ? " " : String(cell.style.rawValue) }
    }

    /// The style at a place; nil outside.
    func style(row: Int, column: Int) -> Style? {
        guard (0..<size.columns).contains(column) else { return nil }
        return self.row(row).dropFirst(column).first?.style
    }

    private func lines(_ shown: (Cell) -> String?) -> String {
        (0..<size.rows).map { row in
            let line = self.row(row).compactMap(shown).joined()
            guard let end = line.lastIndex(where: { $0 != " " }) else { return "" }
            return String(line[...end])
        }
        .joined(separator: "\n")
    }
}
