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
        let isRoomy = isRoomy(area)
        let line = row - area.row - (isRoomy ? Self.rowsForQuestion : 0)
        let index = isRoomy ? line / Self.rowsForOption : line
        guard line >= 0, options.indices.contains(index) else { return .none }
        if index == cursor { return choose() }
        cursor = index
        return .none
    }

    private static let rowsForQuestion = 3
    private static let rowsForOption = 3

    private func isRoomy(_ area: Area) -> Bool {
        area.rows >= Self.rowsForOption * options.count + Self.rowsForQuestion
    }

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
        var area = frame.draw(on: &surface)
        let isRoomy = isRoomy(area)
        if isRoomy {
            surface.write("How do you want to log in?", row: area.row + 1, column: area.column, style: .strong)
            area = area.dropping(rows: Self.rowsForQuestion)
        }
        for (index, option) in options.enumerated() {
            let place = isRoomy ? area.dropping(rows: index * Self.rowsForOption) : area.dropping(rows: index)
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
