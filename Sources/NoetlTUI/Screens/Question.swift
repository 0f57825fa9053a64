/// A question with yes and no, one of which is what Enter means.
struct Question: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// Yes.
        case yes
        /// No.
        case no
        /// What a third key offers.
        case other
        /// One step back.
        case back
    }

    /// Whether Enter means yes.
    let isYesDefault: Bool
    /// Why the answer could not be carried out, if it could not.
    var problem: String?
    private let title: String
    private let question: String
    private let facts: [FactGrid.Fact]
    private let reasons: [String]
    /// What yes does.
    let yes: String
    /// What no does.
    let no: String
    /// A third way, by a key of its own.
    let other: KeyHints.Hint?
    private var scroller = Scroller()

    /// A question in one sentence, with what it is about as facts, and why it is asked line by line.
    ///
    /// - Parameters:
    ///   - title: where in the product this is.
    ///   - yes: what yes does, as a verb.
    ///   - no: what no does, as a verb.
    ///   - other: a third way, and its key.
    init(
        title: String, question: String, facts: [FactGrid.Fact] = [], reasons: [String], yes: String = "yes",
        no: String = "no", isYesDefault: Bool, other: KeyHints.Hint? = nil
    ) {
        self.title = title
        self.question = question
        self.facts = facts
        self.reasons = reasons
        self.yes = yes
        self.no = no
        self.isYesDefault = isYesDefault
        self.other = other
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch key {
        case .character("y"), .character("Y"): return .yes
        case .character("n"), .character("N"): return .no
        case .enter: return isYesDefault ? .yes : .no
        case .escape: return .back
        case .character(let letter) where other?.key == String(letter): return .other
        default:
            let area = frame.content(of: size).withMargin
            _ = scroller.update(key, lines: lines(columns: area.columns).count, rows: area.rows)
            return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface).withMargin
        scroller.draw(lines(columns: area.columns), on: &surface, in: area) { line, surface, place in
            surface.write(line.lead, row: place.row, column: place.column, style: line.leadStyle)
            let rest = place.indented(by: line.indent)
            surface.write(line.text, row: place.row, column: rest.column, style: line.style, columns: rest.columns)
        }
    }

    /// One row: something before it, such as a label or a mark, and the text.
    private struct Line {
        var lead = ""
        var leadStyle = Style.faint
        var indent = 0
        var text = ""
        var style = Style.plain
    }

    private func lines(columns: Int) -> [Line] {
        var lines = Paragraph(question).lines(columns: columns).map { Line(text: $0, style: .strong) } + [Line()]
        if let problem {
            lines += Self.lines(problem, after: "!", style: .warning, indent: 2, columns: columns) + [Line()]
        }
        lines += factLines(columns: columns)
        if !facts.isEmpty, !reasons.isEmpty { lines.append(Line()) }
        return lines + reasons.flatMap { Self.lines($0, columns: columns) }
    }

    /// Nothing that is asked about is cut: it takes the lines that it needs.
    private func factLines(columns: Int) -> [Line] {
        let indent = FactGrid(facts).valueColumn(columns: columns)
        guard columns - indent >= Self.columnsForValues else {
            return facts.flatMap { Self.lines("\($0.label): \($0.value)", columns: columns) }
        }
        return facts.flatMap { Self.lines($0.value, after: $0.label, indent: indent, columns: columns) }
    }

    private static func lines(
        _ text: String, after lead: String = "", style: Style = .faint, indent: Int = 0, columns: Int
    ) -> [Line] {
        Paragraph(text).lines(columns: columns - indent).enumerated().map { number, text in
            Line(lead: number == 0 ? lead : "", leadStyle: style, indent: indent, text: text)
        }
    }

    private static let columnsForValues = 40

    private var frame: ScreenFrame {
        ScreenFrame(
            title: title,
            hints: KeyHints(
                [
                    .init(isYesDefault ? "y/enter" : "y", yes, isEssential: true),
                    .init(isYesDefault ? "n" : "n/enter", no, isEssential: true),
                ] + (other.map { [$0] } ?? []) + [
                    .init("?", "help", isEssential: true), .init("esc", "back", isEssential: true),
                    .init("^C", "quit", isEssential: true),
                ]))
    }
}
