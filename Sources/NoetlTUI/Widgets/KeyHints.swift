/// The last lines of a screen: which keys do what.
struct KeyHints: Equatable, Sendable {
    /// One key and its verb.
    struct Hint: Equatable, Sendable {
        /// The key as it is printed on the keyboard, `^C` for Ctrl-C.
        let key: String
        /// What it does.
        let verb: String
        /// The same in one word, for narrow screens.
        let short: String
        /// Whether it is shown however narrow the screen is: the ways out and the way to all other keys.
        let isEssential: Bool

        /// A hint; essential ones stay when there is no room for all.
        init(_ key: String, _ verb: String, short: String? = nil, isEssential: Bool = false) {
            self.key = key
            self.verb = verb
            self.short = short ?? verb
            self.isEssential = isEssential
        }

        fileprivate var shortened: Hint { Hint(key, short, isEssential: isEssential) }

        fileprivate var columns: Int { DisplayWidth.of(key) + 1 + DisplayWidth.of(verb) }
    }

    private static let gap = 2
    private let hints: [Hint]

    /// Hints in the order they are shown in.
    init(_ hints: [Hint]) { self.hints = hints }

    /// The hints line by line; where `rows` lines do not hold all, the verbs become short, and then the last ones that
    /// are not essential go.
    func lines(columns: Int, rows: Int) -> [[Hint]] {
        guard rows > 0, columns > 0 else { return [] }
        if Self.lines(of: hints, columns: columns).count <= rows { return Self.lines(of: hints, columns: columns) }
        var shown = hints.map(\.shortened)
        while true {
            let lines = Self.lines(of: shown, columns: columns)
            if lines.count <= rows { return lines }
            guard let last = shown.lastIndex(where: { !$0.isEssential }) else { return Array(lines.prefix(rows)) }
            shown.remove(at: last)
        }
    }

    /// Draws the hints into `area`, keys in the foreground.
    func draw(on surface: inout Surface, in area: Area) {
        for (index, line) in lines(columns: area.columns, rows: area.rows).enumerated() {
            var column = area.column
            for hint in line {
                let end = area.column + area.columns
                column = surface.write(hint.key, row: area.row + index, column: column, columns: end - column)
                column = surface.write(
                    " " + hint.verb, row: area.row + index, column: column, style: .faint, columns: end - column)
                column += Self.gap
            }
        }
    }

    private static func lines(of hints: [Hint], columns: Int) -> [[Hint]] {
        var lines: [[Hint]] = []
        var used = 0
        for hint in hints {
            if lines.isEmpty || used + gap + hint.columns > columns {
                lines.append([hint])
                used = hint.columns
            } else {
                lines[lines.count - 1].append(hint)
                used += gap + hint.columns
            }
        }
        return lines
    }
}
