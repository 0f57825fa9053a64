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
        /// Whether it is not shortened at all, but has lines of its own where it does not fit beside its label.
        var isWhole = false

        /// A fact with an ordinary value.
        init(
            _ label: String, _ value: String, verdict: Verdict? = nil, style: Style = .plain, cut: Cut = .end,
            isWhole: Bool = false
        ) {
            self.label = label
            self.value = value
            self.verdict = verdict
            self.style = style
            self.cut = cut
            self.isWhole = isWhole
        }
    }

    private static let gap = 3
    private static let ownIndent = 1
    private let facts: [Fact]
    private let indent: Int?

    /// A grid of these facts, from top to bottom.
    ///
    /// - Parameter indent: where the values begin, when others decide that.
    init(_ facts: [Fact], indent: Int? = nil) {
        self.facts = facts
        self.indent = indent
    }

    /// How many rows it takes at the top of `area`.
    func rows(in area: Area) -> Int { min(area.rows, lines(in: area).reduce(0) { $0 + $1.count }) }

    /// Whether all of it is seen in `area`.
    func fits(in area: Area) -> Bool { lines(in: area).reduce(0) { $0 + $1.count } <= area.rows }

    /// Where the values begin in an area of `columns` columns, counted from its left side.
    func valueColumn(columns: Int) -> Int {
        if let indent { return min(indent, columns / 2) }
        let widest = facts.map { DisplayWidth.of($0.label) }.max() ?? 0
        return min(widest + Self.gap, columns / 2)
    }

    /// Draws the facts at the top of `area`.
    func draw(on surface: inout Surface, in area: Area) {
        let indent = valueColumn(columns: area.columns)
        var row = area.row
        for (fact, lines) in zip(facts, lines(in: area)) where row < area.end {
            let label = Cut.end.apply(to: fact.label, columns: indent - 1)
            surface.write(label, row: row, column: area.column, style: .faint)
            // Lines of its own come after an empty one beside the label.
            var place = area.indented(by: lines.count > 1 && lines[0].isEmpty ? Self.ownIndent : indent)
            if let verdict = fact.verdict {
                surface.write(
                    String(verdict.mark), row: row, column: place.column, style: verdict.style, columns: place.columns)
                place = place.indented(by: 2)
            }
            for line in lines where row < area.end {
                surface.write(line, row: row, column: place.column, style: fact.style)
                row += 1
            }
        }
    }

    /// The lines of each value: a sentence gets several where there are rows to spare, everything else is cut.
    private func lines(in area: Area) -> [[String]] {
        let columns = area.columns - valueColumn(columns: area.columns)
        let whole = facts.map { fact in
            fact.isWhole && DisplayWidth.of(fact.value) > columns
                ? [""] + Paragraph(fact.value).lines(columns: area.columns - Self.ownIndent) : []
        }
        var spare = area.rows - facts.count - whole.reduce(0) { $0 + max(0, $1.count - 1) }
        return zip(facts, whole).map { fact, whole in
            guard whole.isEmpty else { return whole }
            let room = max(0, columns - (fact.verdict == nil ? 0 : 2))
            let cut = fact.cut.apply(to: fact.value, columns: room)
            guard fact.cut == .end, spare > 0, cut != fact.value else { return [cut] }
            let lines = Paragraph(fact.value).lines(columns: room)
            guard lines.count > 1, lines.count - 1 <= spare else { return [cut] }
            spare -= lines.count - 1
            return lines
        }
    }
}
