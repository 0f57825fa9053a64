/// The first screen: which context to log in to.
struct ContextPicker: Equatable, Sendable {
    /// What is shown of one context.
    struct Entry: Equatable, Sendable {
        /// Its name.
        let name: String
        /// Its gateway's address.
        let gateway: String
        /// Its tenant's host.
        let tenant: String
        /// How its session stands: `5h 12m left`, `expired`, `no session`.
        let session: String
        /// The mark of that; nil where there is nothing to judge.
        let verdict: Verdict?
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To log in to this context.
        case chosen(String)
        /// To add one from a gateway's address.
        case newContext
        /// To see these values of the context under the cursor whole, outside the full screen.
        case showWhole([String])
        /// To leave.
        case back
    }

    private static let columns: [ColumnLayout.Column] = [
        // A host that would be cut makes room for others instead, unless it is very long.
        .init("Context", minimum: 18, importance: 3), .init("Gateway", minimum: 34, importance: 1),
        .init("Tenant", minimum: 34, importance: 0), .init("Session", minimum: 14, importance: 2),
    ]
    private static let rowsForQuestion = 10
    private static let rowsForDetails = 12
    private static let detailRows = 2
    private static let questions = ["Which context do you want to log in to?", "Log in to which context?"]
    private var list: ChoiceList

    /// A picker with the cursor on `current`.
    init(_ entries: [Entry], current: String?) {
        list = ChoiceList(
            columns: Self.columns, choices: entries.map(Self.choice), selected: current,
            emptyNotice: "There is no context yet. Press n to add one from the address of a gateway.")
    }

    /// Whether letters go into the filter at the moment.
    var isFiltering: Bool { list.filter != nil }

    /// Shows other contexts, or other states of them, with the cursor on `name` or where it was.
    mutating func replace(_ entries: [Entry], selecting name: String? = nil) {
        list.replace(entries.map(Self.choice), selecting: name)
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch list.update(key, in: parts(of: frame.content(of: size)).list) {
        case .chosen(let name): return .chosen(name)
        case .handled: return .none
        case .ignored: break
        }
        switch key {
        case .character("n"): return .newContext
        case .character("U"):
            guard let fields = list.selected?.fields else { return .none }
            return .showWhole(fields.dropLast().map(\.text).filter { !$0.isEmpty })
        case .escape: return .back
        default: return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        if showsQuestion(area) {
            let question = Self.questions.first { DisplayWidth.of($0) <= area.columns } ?? ""
            surface.write(question, row: area.row + 1, column: area.column, style: .strong)
        }
        let parts = parts(of: area)
        list.draw(on: &surface, in: parts.list)
        FactGrid(details).draw(on: &surface, in: parts.details.indented(by: 2))
    }

    private var frame: ScreenFrame {
        ScreenFrame(title: "noetl login · context", hints: KeyHints(hints))
    }

    private var hints: [KeyHints.Hint] {
        guard list.filter == nil else {
            return [
                .init("enter", "choose", isEssential: true), .init("↑↓", "move"),
                .init("esc", "show all", isEssential: true), .init("^C", "quit", isEssential: true),
            ]
        }
        let ways: [KeyHints.Hint] = [
            .init("n", "new context", short: "new", isEssential: true), .init("?", "help", isEssential: true),
            .init("esc", "leave", isEssential: true), .init("^C", "quit", isEssential: true),
        ]
        return list.choices.isEmpty
            ? ways : [.init("enter", "choose"), .init("/", "filter"), .init("↑↓", "move")] + ways
    }

    private func showsQuestion(_ area: Area) -> Bool { area.rows >= Self.rowsForQuestion }

    /// Where the list goes, and below it what of the context under the cursor the columns have no room for.
    private func parts(of area: Area) -> (list: Area, details: Area) {
        let below = showsQuestion(area) ? area.dropping(rows: 3) : area
        guard below.rows >= Self.rowsForDetails, list.isCut(columns: below.columns) else {
            return (below, below.prefix(rows: 0))
        }
        let rows = below.rows - Self.detailRows
        return (below.prefix(rows: rows - 1), below.dropping(rows: rows))
    }

    /// The context under the cursor in full.
    private var details: [FactGrid.Fact] {
        guard let fields = list.selected?.fields, fields.count > 2 else { return [] }
        return [
            .init(Self.columns[1].heading, fields[1].text, cut: .path), .init(Self.columns[2].heading, fields[2].text),
        ]
    }

    private static func choice(_ entry: Entry) -> Choice {
        Choice(
            id: entry.name,
            [
                .init(entry.name), .init(entry.gateway, cut: .path), .init(entry.tenant, style: .faint),
                .init(entry.session, style: .faint, verdict: entry.verdict, isSearched: false),
            ])
    }
}
