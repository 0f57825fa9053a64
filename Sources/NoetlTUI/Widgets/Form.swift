/// A few labelled fields under each other, one of which has the focus.
struct Form: Equatable, Sendable {
    /// One field of a form.
    struct Entry: Equatable, Sendable {
        /// What it is known by.
        let id: String
        /// What stands before it.
        let label: String
        /// What is typed.
        var field: TextField
        /// Whether a bullet stands for each character.
        let isMasked: Bool
        /// What is wrong with it, if anything.
        var problem: String?

        /// A field that starts with `text`.
        init(id: String, _ label: String, _ text: String = "", isMasked: Bool = false) {
            self.id = id
            self.label = label
            self.isMasked = isMasked
            field = TextField(text)
        }
    }

    private static let gap = 3
    /// The fields, from top to bottom.
    private(set) var entries: [Entry]
    private(set) var focus = 0
    private let labelColumns: Int

    /// A form with the focus on its first field; its labels share a column with others that need `labelColumns`.
    init(_ entries: [Entry], labelColumns: Int = 0) {
        self.entries = entries
        self.labelColumns = labelColumns
    }

    /// Whether the focus is on the last field, where Enter sends the form.
    var isAtEnd: Bool { focus == entries.count - 1 }
    /// How many rows it takes in `columns` columns: a problem stands under its field.
    func rows(columns: Int) -> Int { rows(before: entries.count, columns: columns) }
    /// What is typed into a field, without blanks around it; empty for one that does not exist.
    func text(of id: String) -> String { entries.first { $0.id == id }.map(Self.text) ?? "" }
    /// What is typed into all fields, by their identifiers.
    var texts: [String: String] { Dictionary(entries.map { ($0.id, Self.text(of: $0)) }) { first, _ in first } }

    /// Says what is wrong with a field and puts the focus there; what no field is to blame for stands at the first.
    mutating func complain(_ problem: String, about id: String) {
        guard let index = entries.firstIndex(where: { $0.id == id }) ?? entries.indices.first else { return }
        entries[index].problem = problem
        focus = index
    }

    /// Puts other texts into fields, by their identifiers.
    mutating func fill(_ texts: [String: String]) {
        for index in entries.indices {
            guard let text = texts[entries[index].id] else { continue }
            entries[index].field = TextField(text)
            entries[index].problem = nil
        }
    }

    /// Takes up a key; false when it means nothing to the form, as Enter and Esc.
    mutating func update(_ key: Key) -> Bool {
        guard entries.indices.contains(focus) else { return false }
        switch key {
        case .tab, .down: focus = (focus + 1) % entries.count
        case .backTab, .up: focus = (focus + entries.count - 1) % entries.count
        case .enter where !isAtEnd: focus += 1
        default:
            guard entries[focus].field.update(key) else { return false }
            entries[focus].problem = nil
        }
        return true
    }

    /// Draws the form at the top of `area`; when that is too small, the part around the focus.
    func draw(on surface: inout Surface, in area: Area) {
        let indent = indent(columns: area.columns)
        // The field itself stays in sight, however much is to be said about it.
        let above = rows(before: focus, columns: area.columns)
        var row = -min(above, max(0, rows(before: focus + 1, columns: area.columns) - area.rows))
        for (index, entry) in entries.enumerated() {
            if (0..<area.rows).contains(row) {
                let place = area.dropping(rows: row).prefix(rows: 1)
                surface.write(
                    Cut.end.apply(to: entry.label, columns: indent - 1), row: place.row, column: area.column,
                    style: .faint)
                entry.field.draw(
                    on: &surface, in: place.indented(by: indent), face: entry.isMasked ? .masked : .open,
                    hasFocus: index == focus)
            }
            row += 1
            for (number, line) in problemLines(index, area.columns).enumerated() {
                if (0..<area.rows).contains(row) {
                    let place = area.dropping(rows: row).indented(by: problemIndent(columns: area.columns))
                    if number == 0 { surface.write("!", row: place.row, column: place.column, style: .warning) }
                    surface.write(line, row: place.row, column: place.column + Self.mark)
                }
                row += 1
            }
        }
    }

    private static let mark = 2
    private static let columnsForProblems = 40

    /// Where the fields begin in an area of `columns` columns, counted from its left side.
    func indent(columns: Int) -> Int {
        min(entries.reduce(labelColumns) { max($0, DisplayWidth.of($1.label)) } + Self.gap, columns / 2)
    }

    /// A problem stands below what it is about, on a narrow screen below its label.
    private func problemIndent(columns: Int) -> Int {
        let indent = indent(columns: columns)
        return columns - indent >= Self.columnsForProblems ? indent : 0
    }

    private func problemLines(_ index: Int, _ columns: Int) -> [String] {
        guard let problem = entries[index].problem else { return [] }
        return Paragraph(problem).lines(columns: columns - problemIndent(columns: columns) - Self.mark)
    }

    private func rows(before index: Int, columns: Int) -> Int {
        (0..<min(index, entries.count)).reduce(0) { $0 + 1 + problemLines($1, columns).count }
    }

    private static func text(of entry: Entry) -> String {
        let text = entry.field.text.drop(while: \.isWhitespace)
        return String(text.prefix(text.count - text.reversed().prefix(while: \.isWhitespace).count))
    }
}
