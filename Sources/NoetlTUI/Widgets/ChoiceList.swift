/// A list to choose from, with a cursor, columns, scrolling and a filter.
struct ChoiceList: Equatable, Sendable {
    /// What a key did to the list.
    enum Answer: Equatable, Sendable {
        /// The key meant nothing to the list.
        case ignored
        /// It moved the cursor or changed the filter.
        case handled
        /// Enter on the choice of this identifier.
        case chosen(String)
    }

    /// What stands above the choices.
    let columns: [ColumnLayout.Column]
    /// All choices, in the order they have without a filter.
    private(set) var choices: [Choice]
    /// What is said when there is nothing to choose from.
    var emptyNotice: String
    /// What is typed into the filter; nil while there is none.
    private(set) var filter: TextField?

    /// What the filter leaves, best first.
    private(set) var hits: [Hit] = []
    private var cursor = 0
    private var top = 0
    private var naturalWidths: [Int] = []
    private var leastWidths: [Int] = []

    /// A choice that the filter leaves.
    struct Hit: Equatable, Sendable {
        /// Its index among all choices.
        let index: Int
        /// The glyphs that the filter found, field by field.
        let positions: [[Int]]
    }

    /// A list with the cursor on the choice called `selected`, or on the first.
    init(columns: [ColumnLayout.Column], choices: [Choice], selected: String? = nil, emptyNotice: String = "") {
        self.columns = columns
        self.choices = choices
        self.emptyNotice = emptyNotice
        measure()
        search()
        select(selected)
    }

    /// The choice under the cursor.
    var selected: Choice? { hits.indices.contains(cursor) ? choices[hits[cursor].index] : nil }

    /// Puts other choices in the list; the cursor goes to the choice called `id`, or stays on the one it was on, and
    /// the filter stays too.
    mutating func replace(_ choices: [Choice], selecting id: String? = nil) {
        let id = id ?? selected?.id
        self.choices = choices
        measure()
        search()
        select(id)
    }

    /// Puts other choices, by their indices, in the places of those with the same identifiers; what the filter looks at
    /// must be the same.
    mutating func change(_ others: [Int: Choice]) {
        let changed = others.filter { index, other in
            choices.indices.contains(index) && choices[index].id == other.id && choices[index] != other
        }
        guard !changed.isEmpty else { return }
        for (index, other) in changed { choices[index] = other }
        measure()
    }

    /// Takes up a key.
    ///
    /// - Parameter rows: how many rows the list is drawn in, for scrolling.
    mutating func update(_ key: Key, rows: Int) -> Answer {
        let answer = filter == nil ? updateBrowsing(key, rows: rows) : updateFiltering(key, rows: rows)
        keepCursorVisible(rows: rows)
        return answer
    }

    /// Takes up a key, or a press of the mouse, on a list that is drawn in `area`.
    mutating func update(_ key: Key, in area: Area) -> Answer {
        if case .click(let row, _) = key { click(row: row, in: area) } else { update(key, rows: area.rows) }
    }

    /// A press moves the cursor; a second one on the same choice chooses it.
    private mutating func click(row: Int, in area: Area) -> Answer {
        let window = window(rows: area.rows)
        let index = window.lowerBound + row - area.row - rowsAbove(rows: area.rows)
        guard window.contains(index), !hits.isEmpty else { return .ignored }
        if index == cursor { return selected.map { .chosen($0.id) } ?? .ignored }
        cursor = index
        keepCursorVisible(rows: area.rows)
        return .handled
    }

    /// The first hit that is drawn in `rows` rows, and how many are.
    func window(rows: Int) -> Range<Int> {
        let visible = max(0, visibleHits(rows: rows))
        let first = min(max(top, cursor - visible + 1), max(0, min(cursor, hits.count - visible)))
        return first..<min(hits.count, first + visible)
    }

    /// Whether this hit is the one under the cursor.
    func isSelected(_ hit: Int) -> Bool { hit == cursor }

    /// How the columns share `room` columns of the screen.
    func layout(columns room: Int) -> ColumnLayout {
        ColumnLayout(columns, natural: naturalWidths, least: leastWidths, room: room - Self.marker)
    }

    /// Whether some value is left out or cut in `room` columns of the screen.
    func isCut(columns room: Int) -> Bool { layout(columns: room).widths != naturalWidths }
}

extension ChoiceList {
    private mutating func updateBrowsing(_ key: Key, rows: Int) -> Answer {
        switch key {
        case .character("/"):
            guard !choices.isEmpty else { return .ignored }
            filter = TextField()
            return .handled
        case .character("j"): return move(by: 1)
        case .character("k"): return move(by: -1)
        case .character("g"): return move(by: -hits.count)
        case .character("G"): return move(by: hits.count)
        default: return updateEither(key, rows: rows)
        }
    }

    private mutating func updateFiltering(_ key: Key, rows: Int) -> Answer {
        // Home and End belong to the text here.
        if case .home = key { return edit(key) }
        if case .end = key { return edit(key) }
        if key == .escape || (key == .backspace && filter?.isEmpty == true) {
            let id = selected?.id
            filter = nil
            search()
            select(id)
            return .handled
        }
        let answer = updateEither(key, rows: rows)
        return answer == .ignored ? edit(key) : answer
    }

    private mutating func updateEither(_ key: Key, rows: Int) -> Answer {
        switch key {
        case .up: return move(by: -1)
        case .down: return move(by: 1)
        case .pageUp: return move(by: -max(1, visibleHits(rows: rows) - 1))
        case .pageDown: return move(by: max(1, visibleHits(rows: rows) - 1))
        case .home: return move(by: -hits.count)
        case .end: return move(by: hits.count)
        case .enter: return selected.map { .chosen($0.id) } ?? .ignored
        default: return .ignored
        }
    }

    private mutating func edit(_ key: Key) -> Answer {
        let earlier = filter?.text
        guard filter?.update(key) == true else { return .ignored }
        if filter?.text != earlier {
            search()
            (cursor, top) = (0, 0)
        }
        return .handled
    }

    private mutating func move(by distance: Int) -> Answer {
        cursor = min(max(0, cursor + distance), max(0, hits.count - 1))
        return .handled
    }

    private mutating func select(_ id: String?) {
        cursor = hits.firstIndex { choices[$0.index].id == id } ?? min(cursor, max(0, hits.count - 1))
    }

    private mutating func keepCursorVisible(rows: Int) { top = window(rows: rows).lowerBound }

    private mutating func measure() {
        naturalWidths = columns.map { DisplayWidth.of($0.heading) }
        leastWidths = naturalWidths
        for choice in choices {
            for column in 0..<min(columns.count, choice.fields.count) {
                naturalWidths[column] = max(naturalWidths[column], choice.fields[column].columns)
                leastWidths[column] = max(leastWidths[column], choice.fields[column].leastColumns)
            }
        }
    }

    private mutating func search() {
        let pattern = FuzzyPattern(filter?.text ?? "")
        if pattern.isEmpty {
            hits = choices.indices.map { Hit(index: $0, positions: []) }
            return
        }
        let found = choices.indices.compactMap { index in
            pattern.match(choices[index].haystacks).map {
                (score: $0.score, hit: Hit(index: index, positions: $0.positions))
            }
        }
        hits = found.sorted { ($1.score, $0.hit.index) < ($0.score, $1.hit.index) }.map(\.hit)
    }
}
