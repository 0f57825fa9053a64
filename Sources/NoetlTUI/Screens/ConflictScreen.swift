/// Two programs have changed the same settings: whose count?
struct ConflictScreen: Equatable, Sendable {
    /// One setting that both have changed.
    struct Difference: Equatable, Sendable {
        /// Its name.
        let label: String
        /// What was typed here.
        let mine: String
        /// What the file says.
        let theirs: String
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// What was typed here.
        case mine
        /// What the file says.
        case theirs
        /// Back to the form.
        case back
    }

    private let title: String
    private let context: String
    private let differences: [Difference]
    private var scroller = Scroller()

    /// A question about these settings of the context called `context`.
    init(title: String, context: String, _ differences: [Difference]) {
        self.title = title
        self.context = context
        self.differences = differences
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch key {
        case .character("m"): return .mine
        case .character("t"): return .theirs
        case .escape: return .back
        default:
            let area = frame.content(of: size)
            _ = scroller.update(key, lines: lines(columns: area.columns).count, rows: area.rows)
            return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        scroller.draw(lines(columns: area.columns), on: &surface, in: area) { line, surface, place in
            let end = surface.write(line.mark, row: place.row, column: place.column, style: line.markStyle)
            let room = place.columns - (end - place.column)
            surface.write(
                Cut.path.apply(to: line.text, columns: room), row: place.row, column: end, style: line.style)
        }
    }

    private struct Line {
        var mark = ""
        var markStyle = Style.faint
        var text = ""
        var style = Style.plain
    }

    private func lines(columns: Int) -> [Line] {
        let question = "Another program has changed '\(context)' meanwhile. Whose settings shall count?"
        var lines = Paragraph(question).lines(columns: columns).map { Line(text: $0, style: .strong) }
        for difference in differences {
            lines.append(Line())
            lines.append(Line(text: difference.label, style: .faint))
            lines.append(Line(mark: "  + mine    ", markStyle: .good, text: difference.mine))
            lines.append(Line(mark: "  - theirs  ", markStyle: .warning, text: difference.theirs))
        }
        return lines
    }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: title,
            hints: KeyHints([
                .init("m", "keep mine", isEssential: true), .init("t", "take theirs", isEssential: true),
                .init("↑↓", "scroll"), .init("esc", "back to the form", short: "back", isEssential: true),
                .init("^C", "quit", isEssential: true),
            ]))
    }
}
