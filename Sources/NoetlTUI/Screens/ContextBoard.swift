/// The manager's own screen: the contexts on the left, the details of the one under the cursor on the right; on a narrow
/// screen one of the two.
struct ContextBoard: Equatable, Sendable {
    /// What is shown of one context in the list.
    struct Row: Equatable, Sendable {
        /// Its name.
        let name: String
        /// Whether it is the current one.
        let isCurrent: Bool
        /// How its session stands.
        let session: String
        /// The mark of that; nil where nobody has said so.
        let verdict: Verdict?
        /// The port that is forwarded to it; empty when none is.
        let forward: String
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// Enter on this context.
        case chosen(String)
        /// The key is not the list's.
        case ignored
    }

    /// What the keys move in.
    enum Pane: Equatable, Sendable {
        /// The list of contexts.
        case list
        /// The details of one.
        case details
    }

    private static let columns: [ColumnLayout.Column] = [
        .init("Context", minimum: 12, importance: 3), .init("", minimum: 1, importance: 1),
        .init("Session", minimum: 14, importance: 2), .init("", minimum: 6, importance: 0),
    ]
    /// From here on there is room for both panes.
    private static let columnsForBoth = 80
    private static let gap = 3
    private var list: ChoiceList
    private var scroller = Scroller()
    private(set) var pane = Pane.list
    /// One line about what has just been done.
    var notice: String?

    /// A board with the cursor on `selected`.
    init(_ rows: [Row], selected: String?) {
        list = ChoiceList(
            columns: Self.columns, choices: rows.map(Self.choice), selected: selected,
            emptyNotice:
                "There is no context yet. Press i to set one up from the address of its gateway, or a to type one in.")
    }

    /// The context under the cursor.
    var selected: String? { list.selected?.id }
    /// Whether letters go into the filter at the moment.
    var isFiltering: Bool { pane == .list && list.filter != nil }
    /// Whether there is nothing to choose from.
    var isEmpty: Bool { list.choices.isEmpty }

    /// Shows other contexts, with the cursor on `name` or where it was.
    mutating func replace(_ rows: [Row], selecting name: String? = nil) {
        let earlier = selected
        list.replace(rows.map(Self.choice), selecting: name)
        if selected != earlier { scroller = Scroller() }
        if isEmpty { pane = .list }
    }

    /// The numbers of the contexts whose lines are drawn on a screen of this size.
    func inSight(size: Size) -> [Int] {
        guard let area = areas(of: frame(size: size, trailing: "").content(of: size)).list else { return [] }
        return list.window(rows: area.rows).map { list.hits[$0].index }
    }

    /// Shows some of the contexts anew, by their numbers.
    mutating func change(_ rows: [Int: Row]) { list.change(rows.mapValues(Self.choice)) }

    /// Takes up a key on a screen of this size, which shows `details` of the context under the cursor.
    mutating func update(_ key: Key, size: Size, details: ContextDetails?) -> Answer {
        let earlier = selected
        let frame = frame(size: size, trailing: "")
        let areas = areas(of: frame.content(of: size))
        defer { if selected != earlier { scroller = Scroller() } }
        if let answer = move(key) { return answer }
        if pane == .details {
            guard let area = areas.details, let details else { return .ignored }
            let lines = details.lines(columns: area.columns).count
            if scroller.update(key, lines: lines, rows: area.rows - Self.rowsForName) { return .none }
            return key == .enter ? selected.map { .chosen($0) } ?? .none : .ignored
        }
        guard let area = areas.list else { return .ignored }
        if case .click(_, let column) = key, column >= area.column + area.columns { return .none }
        switch list.update(key, in: area) {
        case .chosen(let name): return .chosen(name)
        case .handled: return .none
        case .ignored: return .ignored
        }
    }

    /// Takes up a key that changes between the panes.
    private mutating func move(_ key: Key) -> Answer? {
        switch (key, pane) {
        case (.tab, .list), (.backTab, .list), (.right, .list):
            guard selected != nil, list.filter == nil || key != .right else { return nil }
            pane = .details
        case (.tab, .details), (.backTab, .details), (.left, .details), (.escape, .details): pane = .list
        default: return nil
        }
        return Answer.none
    }

    /// Draws the screen; `trailing` stands at the right end of the header.
    func draw(on surface: inout Surface, details: ContextDetails?, trailing: String) {
        let area = frame(size: surface.size, trailing: trailing).draw(on: &surface)
        guard !area.isEmpty else { return }
        let areas = areas(of: area)
        if let place = areas.list { list.draw(on: &surface, in: place) }
        if let place = areas.details, let details {
            details.draw(on: &surface, in: place, hasFocus: pane == .details, scroller: scroller)
        }
        if let notice { NoticeLine(notice).draw(on: &surface, in: area) }
    }

    private static let rowsForName = 2

    /// Where the panes go; nil for one that is not shown.
    private func areas(of area: Area) -> (list: Area?, details: Area?) {
        // The last row belongs to notices, so that none hides a context.
        let body = area.prefix(rows: area.rows - 1)
        guard area.columns + 4 >= Self.columnsForBoth, !isEmpty else {
            return pane == .list ? (body, nil) : (nil, body)
        }
        let left = max(36, area.columns * 2 / 5)
        let list = Area(row: body.row, column: body.column, rows: body.rows, columns: left)
        return (list, body.indented(by: left + Self.gap))
    }

    private func frame(size: Size, trailing: String) -> ScreenFrame {
        ScreenFrame(
            title: "noetl · contexts", trailing: trailing,
            hints: KeyHints(hints(hasBoth: size.columns >= Self.columnsForBoth)))
    }

    private func hints(hasBoth: Bool) -> [KeyHints.Hint] {
        if isFiltering {
            return [
                .init("enter", "use", isEssential: true), .init("↑↓", "move"),
                .init("esc", "show all", isEssential: true), .init("^C", "quit", isEssential: true),
            ]
        }
        let ways: [KeyHints.Hint] = [.init("?", "help", isEssential: true), .init("q", "quit", isEssential: true)]
        guard !isEmpty else { return [.init("i", "init from a gateway"), .init("a", "add")] + ways }
        let other: KeyHints.Hint =
            pane == .list
            ? .init("tab", "details", isEssential: true) : .init("tab", "list", isEssential: true)
        let own: [KeyHints.Hint] = [
            .init("enter", "use"), .init("l", "log in", isEssential: true), .init("o", "log out"), .init("a", "add"),
            .init("i", "init"), .init("e", "edit"), .init("r", "rename"), .init("D", "delete"), .init("t", "runtime"),
            .init("p", "port-forward", short: "port"), .init("y", "copy URL", short: "copy"), .init("/", "filter"),
            .init("R", "validate", short: "check"),
        ]
        return own + (hasBoth && pane == .list ? [] : [other]) + ways
    }

    private static func choice(_ row: Row) -> Choice {
        Choice(
            id: row.name,
            [
                .init(row.name), .init(row.isCurrent ? "*" : "", style: .strong, isSearched: false),
                .init(row.session, style: .faint, verdict: row.verdict, isSearched: false),
                .init(row.forward, style: .faint, isSearched: false),
            ])
    }
}
