/// A rectangle of the character grid that one part of a screen may draw in.
struct Area: Equatable, Sendable {
    /// The first line.
    let row: Int
    /// The first column.
    let column: Int
    /// How far it reaches from there.
    let size: Size

    /// An area of `rows` by `columns` whose upper left corner is at (`row`, `column`).
    init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        size = Size(rows: rows, columns: columns)
    }

    /// All of a surface of this size.
    init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    /// Lines, from top to bottom.
    var rows: Int { size.rows }
    /// Columns, from left to right.
    var columns: Int { size.columns }
    /// The first line below it.
    var end: Int { row + rows }
    /// Whether nothing fits in.
    var isEmpty: Bool { rows == 0 || columns == 0 }

    /// What is left when `count` lines are taken off the top.
    func dropping(rows count: Int) -> Area {
        let taken = min(max(0, count), rows)
        return Area(row: row + taken, column: column, rows: rows - taken, columns: columns)
    }

    /// What is left below a blank first line, where there is room for one.
    var withMargin: Area { rows > 10 ? dropping(rows: 1) : self }

    /// The first `count` lines.
    func prefix(rows count: Int) -> Area {
        Area(row: row, column: column, rows: min(max(0, count), rows), columns: columns)
    }

    /// The same lines with `count` columns taken off the left side.
    func indented(by count: Int) -> Area {
        let taken = min(max(0, count), columns)
        return Area(row: row, column: column + taken, rows: rows, columns: columns - taken)
    }
}
