/// Labels and values in two columns: the labels share one width, long values are cut.
struct FactGrid: Equatable, Sendable {
    /// One label and its value.
    struct Fact: Equatable, Sendable {
        /// What it is.
        let label: String
        /// The value.
        let value: String
        /// How it stands, shown as a mark before the value.
        var verdict: Verdict?
        /// The value's style.
        var style = Style.plain
        /// How it is shortened.
        var cut = Cut.end

        /// A fact with an ordinary value.
        init(
            _ label: String, _ value: String, verdict: Verdict? = nil, style: Style = .plain, cut: Cut = .end
        ) {
            self.label = label
            self.value = value
            self.verdict = verdict
            self.style = style
            self.cut = cut
        }
    }

    private static let gap = 3
    private let facts: [Fact]

    /// A grid of these facts, from top to bottom.
    init(_ facts: [Fact]) { self.facts = facts }

    /// How many rows it takes.
    var rows: Int { facts.count }

    /// Where the values begin in an area of `columns` columns, counted from its left side.
    func valueColumn(columns: Int) -> Int {
        let widest = facts.map { DisplayWidth.of($0.label) }.max() ?? 0
        return min(widest + Self.gap, columns / 2)
    }

    /// Draws the facts at the top of `area`.
    func draw(on surface: inout Surface, in area: Area) {
        let indent = valueColumn(columns: area.columns)
        for (index, fact) in facts.prefix(area.rows).enumerated() {
            let row = area.row + index
            let label = Cut.end.apply(to: fact.label, columns: indent - 1)
            surface.write(label, row: row, column: area.column, style: .faint)
            var place = area.indented(by: indent)
            if let verdict = fact.verdict {
                surface.write(
                    String(verdict.mark), row: row, column: place.column, style: verdict.style, columns: place.columns)
                place = place.indented(by: 2)
            }
            let value = fact.cut.apply(to: fact.value, columns: place.columns)
            surface.write(value, row: row, column: place.column, style: fact.style)
        }
    }
}
