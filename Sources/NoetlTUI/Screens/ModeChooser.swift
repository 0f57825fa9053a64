/// How to log in: the modes with one line each, what cannot work last.
struct ModeChooser: Equatable, Sendable {
    /// One mode.
    typealias Option = ModeOption

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To log in this way.
        case chosen(String)
        /// One step back.
        case back
    }

    private static let marker = 2
    private let context: String
    private let options: [Option]
    private var cursor = 0

    /// A chooser with the cursor on the recommended mode.
    init(_ options: [Option], context: String) {
        self.options = options.filter { $0.obstacle == nil } + options.filter { $0.obstacle != nil }
        self.context = context
        cursor = self.options.firstIndex { $0.recommendation != nil } ?? 0
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch key {
        case .up, .character("k"): cursor = max(0, cursor - 1)
        case .down, .character("j"): cursor = min(max(0, options.count - 1), cursor + 1)
        case .home, .pageUp, .character("g"): cursor = 0
        case .end, .pageDown, .character("G"): cursor = max(0, options.count - 1)
        case .click(let row, _): return click(row: row, in: frame.content(of: size))
        case .enter: return choose()
        case .escape: return .back
        default: break
        }
        return .none
    }

    private func choose() -> Answer {
        guard options.indices.contains(cursor), options[cursor].obstacle == nil || options[cursor].canBeHelped
        else { return .none }
        return .chosen(options[cursor].id)
    }

    /// A press moves the cursor, a second one on the same mode chooses it.
    private mutating func click(row: Int, in area: Area) -> Answer {
        guard let index = option(at: row, in: area) else { return .none }
        if index == cursor { return choose() }
        cursor = index
        return .none
    }

    /// The option that is drawn in this row of the screen.
    private func option(at row: Int, in area: Area) -> Int? {
        var place = area.dropping(rows: Self.rowsForQuestion)
        guard let remarks = spacedRemarks(in: place) else {
            return options.indices.contains(row - area.row) ? row - area.row : nil
        }
        for (index, lines) in remarks.enumerated() {
            if (place.row...place.row + lines.count).contains(row) { return index }
            place = place.dropping(rows: lines.count + 2)
        }
        return nil
    }

    private static let rowsForQuestion = 3

    private var frame: ScreenFrame {
        ScreenFrame(
            title: "noetl login · \(context) · mode",
            hints: KeyHints([
                .init("↑↓", "move"), .init("enter", "choose"), .init("?", "help", isEssential: true),
                .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
            ]))
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        var place = area.dropping(rows: Self.rowsForQuestion)
        guard let remarks = spacedRemarks(in: place) else { return drawTight(on: &surface, in: area) }
        surface.write("How do you want to log in?", row: area.row + 1, column: area.column, style: .strong)
        for (index, option) in options.enumerated() {
            draw(option, isSelected: index == cursor, on: &surface, in: place)
            draw(remarks[index], on: &surface, in: place.dropping(rows: 1))
            place = place.dropping(rows: remarks[index].count + 2)
        }
    }

    /// The remarks of all options, when there is room for them and for a blank line between the options.
    private func spacedRemarks(in area: Area) -> [[String]]? {
        let columns = area.indented(by: Self.marker).columns
        let remarks = options.map { Self.remarks(on: $0, columns: columns, rows: 2) }
        let rows = remarks.reduce(0) { $0 + $1.count + 2 } - 1
        return rows <= area.rows ? remarks : nil
    }

    /// One line for each option, and the remarks on the one under the cursor.
    private func drawTight(on surface: inout Surface, in area: Area) {
        for (index, option) in options.enumerated() {
            draw(option, isSelected: index == cursor, on: &surface, in: area.dropping(rows: index))
        }
        guard options.indices.contains(cursor) else { return }
        let place = area.dropping(rows: options.count)
        let columns = place.indented(by: Self.marker).columns
        draw(Self.remarks(on: options[cursor], columns: columns, rows: place.rows), on: &surface, in: place)
    }

    private func draw(_ option: Option, isSelected: Bool, on surface: inout Surface, in area: Area) {
        guard !area.isEmpty else { return }
        if isSelected { surface.write("›", row: area.row, column: area.column, style: .selected) }
        let style: Style = isSelected ? .selected : (option.obstacle == nil ? .plain : .faint)
        let place = area.indented(by: Self.marker)
        let end = surface.write(
            Cut.end.apply(to: option.title, columns: place.columns), row: place.row, column: place.column, style: style)
        let remark =
            option.canBeHelped
            ? "something is missing"
            : option.obstacle != nil ? "not here" : option.recommendation == nil ? "" : "recommended"
        guard end + 2 + remark.utf8.count <= area.column + area.columns else { return }
        surface.write(remark, row: place.row, column: end + 2, style: .faint)
    }

    private func draw(_ remarks: [String], on surface: inout Surface, in area: Area) {
        let place = area.indented(by: Self.marker)
        for (index, line) in remarks.prefix(place.rows).enumerated() {
            surface.write(line, row: place.row + index, column: place.column, style: .faint)
        }
    }

    private static func remarks(on option: Option, columns: Int, rows: Int) -> [String] {
        let whole = option.obstacle ?? [option.purpose, option.recommendation].compactMap { $0 }.joined(separator: " ")
        let lines = Paragraph(whole).lines(columns: columns)
        // Where only one of the two fits, why it is recommended says more.
        guard lines.count > rows, option.obstacle == nil, let recommendation = option.recommendation else {
            return Array(lines.prefix(rows))
        }
        return Array(Paragraph(recommendation).lines(columns: columns).prefix(rows))
    }
}
