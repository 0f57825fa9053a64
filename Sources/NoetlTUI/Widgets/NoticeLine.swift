/// A line about what a key has just done, right above the keys, where nothing has to make room for it.
struct NoticeLine: Equatable, Sendable {
    private let text: String

    /// A line that says this.
    init(_ text: String) { self.text = text }

    /// Draws it on the last row of `area`, or as many as it takes, whatever was there.
    func draw(on surface: inout Surface, in area: Area) {
        let lines = Paragraph(text).lines(columns: area.columns).prefix(area.rows)
        for (index, line) in lines.enumerated() {
            let row = area.end - lines.count + index
            surface.fill(" ", row: row, column: area.column, columns: area.columns)
            surface.write(line, row: row, column: area.column)
        }
    }
}
