/// All that is known of one context, as labels and values; secrets are masked.
struct ContextDetails: Equatable, Sendable {
    /// One line, or a heading of nothing that keeps two groups apart.
    enum Part: Equatable, Sendable {
        /// A label and its value.
        case fact(FactGrid.Fact)
        /// A sentence, which takes as many lines as it needs.
        case sentence(String, label: String)
        /// An empty line.
        case gap
    }

    /// The context's name.
    let name: String
    /// What is said behind the name.
    let remark: String
    /// The parts, from top to bottom.
    let parts: [Part]

    private static let gap = 3

    /// The lines in `columns` columns.
    func lines(columns: Int) -> [FactGrid.Fact] {
        let room = columns - indent(columns: columns)
        return parts.flatMap { part -> [FactGrid.Fact] in
            switch part {
            case .fact(let fact): [fact]
            case .gap: [.init("", "")]
            case .sentence(let text, let label):
                Paragraph(text).lines(columns: room).enumerated().map { .init($0 == 0 ? label : "", $1) }
            }
        }
    }

    /// Draws the name, and below it what the scroller has in sight.
    func draw(on surface: inout Surface, in area: Area, hasFocus: Bool, scroller: Scroller) {
        guard !area.isEmpty else { return }
        let room = area.columns - (remark.isEmpty ? 0 : DisplayWidth.of(remark) + 2)
        let end = surface.write(
            Cut.end.apply(to: name, columns: room), row: area.row, column: area.column,
            style: hasFocus ? .selected : .strong)
        if !remark.isEmpty { surface.write(remark, row: area.row, column: end + 2, style: .faint) }
        let indent = indent(columns: area.columns)
        scroller.draw(lines(columns: area.columns), on: &surface, in: area.dropping(rows: 2)) { fact, surface, place in
            FactGrid([fact], indent: indent).draw(on: &surface, in: place)
        }
    }

    private func indent(columns: Int) -> Int {
        let labels = parts.map { part in
            switch part {
            case .fact(let fact): DisplayWidth.of(fact.label)
            case .sentence(_, let label): DisplayWidth.of(label)
            case .gap: 0
            }
        }
        return min((labels.max() ?? 0) + Self.gap, columns / 2)
    }
}
