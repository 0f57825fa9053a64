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
        /// What is wrong with it, if anything.
        var problem: String?

        /// A field that starts with `text`.
        init(id: String, _ label: String, _ text: String = "") {
            self.id = id
            self.label = label
            field = TextField(text)
        }
    }

    private static let gap = 3
    /// The fields, from top to bottom.
    private(set) var entries: [Entry]
    private(set) var focus = 0

    /// A form with the focus on its first field.
    init(_ entries: [Entry]) { self.entries = entries }

    /// Whether the focus is on the last field, where Enter sends the form.
    var isAtEnd: Bool { focus == entries.count - 1 }
    /// How many rows it takes: a problem stands under its field.
    var rows: Int { entries.count + entries.count { $0.problem != nil } }
    /// What is typed into a field; empty for one that does not exist.
    func text(of id: String) -> String { entries.first { $0.id == id }?.field.text ?? "" }

    /// Says what is wrong with a field and puts the focus there.
    mutating func complain(_ problem: String, about id: String) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        entries[index].problem = problem
        focus = index
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
        let indent = min((entries.map { DisplayWidth.of($0.label) }.max() ?? 0) + Self.gap, area.columns / 2)
        var row = -max(0, rowOfFocus + 1 - area.rows)
        for (index, entry) in entries.enumerated() {
            let place = Area(row: area.row + row, column: area.column, rows: 1, columns: area.columns)
            if (0..<area.rows).contains(row) {
                surface.write(
                    Cut.end.apply(to: entry.label, columns: indent - 1), row: place.row, column: area.column,
                    style: .faint)
                entry.field.draw(on: &surface, in: place.indented(by: indent), hasFocus: index == focus)
            }
            row += 1
            guard let problem = entry.problem else { continue }
            if (0..<area.rows).contains(row) {
                let below = Area(row: area.row + row, column: area.column, rows: 1, columns: area.columns).indented(
                    by: indent)
                surface.write("!", row: below.row, column: below.column, style: .warning, columns: below.columns)
                let text = Cut.end.apply(to: problem, columns: below.columns - 2)
                surface.write(text, row: below.row, column: below.column + 2)
            }
            row += 1
        }
    }

    private var rowOfFocus: Int {
        focus + entries.prefix(focus + 1).count { $0.problem != nil }
    }
}
