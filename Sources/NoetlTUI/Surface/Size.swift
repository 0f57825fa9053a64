/// How large something is on the character grid.
struct Size: Equatable, Sendable {
    /// Lines, from top to bottom; never negative.
    let rows: Int
    /// Terminal columns, from left to right; never negative.
    let columns: Int

    /// A size of `rows` by `columns`; what is negative counts as nothing.
    init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }
}
