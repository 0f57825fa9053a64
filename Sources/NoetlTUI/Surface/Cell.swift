/// One place of the character grid.
struct Cell: Equatable, Sendable {
    /// What stands here; nil in the right half of a wide glyph.
    let glyph: Glyph?
    /// What it means.
    let style: Style

    /// An empty place.
    static let blank = Cell(glyph: .blank, style: .plain)
}
