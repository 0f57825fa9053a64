/// How to log in: the modes with one line each, what cannot work last.
struct ModeChooser: Equatable, Sendable {
    /// One mode.
    struct Option: Equatable, Sendable {
        /// What it is known by.
        let id: String
        /// Its name.
        let title: String
        /// When to use it.
        let purpose: String
        /// Why it is the one to take; nil for all but one.
        var recommendation: String?
        /// Why it cannot work here; nil when it can.
        var obstacle: String?
        /// Whether choosing it asks for what is missing, so that the obstacle goes.
        var canBeHelped = false
    }

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

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        switch key {
        case .up, .character("k"): cursor = max(0, cursor - 1)
        case .down, .character("j"): cursor = min(max(0, options.count - 1), cursor + 1)
        case .home, .pageUp, .character("g"): cursor = 0
        case .end, .pageDown, .character("G"): cursor = max(0, options.count - 1)
        case .enter:
            guard options.indices.contains(cursor), options[cursor].obstacle == nil || options[cursor].canBeHelped
            else { return .none }
            return .chosen(options[cursor].id)
        case .escape: return .back
        default: break
        }
        return .none
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let hints = KeyHints([
            .init("↑↓", "move"), .init("enter", "choose"), .init("?", "help", isEssential: true),
            .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
        ])
        var area = ScreenFrame(title: "noetl login · \(context) · mode", hints: hints).draw(on: &surface)
        let isRoomy = area.rows >= 3 * options.count + 3
        if isRoomy {
            surface.write("How do you want to log in?", row: area.row + 1, column: area.column, style: .strong)
            area = area.dropping(rows: 3)
        }
        for (index, option) in options.enumerated() {
            let place = isRoomy ? area.dropping(rows: index * 3) : area.dropping(rows: index)
            draw(option, isSelected: index == cursor, on: &surface, in: place)
            if isRoomy { drawRemarks(option, on: &surface, in: place.dropping(rows: 1).prefix(rows: 2)) }
        }
        if !isRoomy, options.indices.contains(cursor) {
            drawRemarks(options[cursor], on: &surface, in: area.dropping(rows: options.count))
        }
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

    private func drawRemarks(_ option: Option, on surface: inout Surface, in area: Area) {
        let place = area.indented(by: Self.marker)
        let whole = option.obstacle ?? [option.purpose, option.recommendation].compactMap { $0 }.joined(separator: " ")
        var lines = Paragraph(whole).lines(columns: place.columns)
        // Where only one of the two fits, why it is recommended says more.
        if lines.count > place.rows, option.obstacle == nil, let recommendation = option.recommendation {
            lines = Paragraph(recommendation).lines(columns: place.columns)
        }
        for (index, line) in lines.prefix(place.rows).enumerated() {
            surface.write(line, row: place.row + index, column: place.column, style: .faint)
        }
    }
}
