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
        /// One step back.
        case back
    }

    /// Whether Enter means yes.
    let isYesDefault: Bool
    /// Why the answer could not be carried out, if it could not.
    var problem: String?
    private let title: String
    private let question: String
    private let reasons: [String]
    private var scroller = Scroller()

    /// A question in one sentence, with why it is asked line by line; `title` is where in the product this is.
    init(title: String, question: String, reasons: [String], isYesDefault: Bool) {
        self.title = title
        self.question = question
        self.reasons = reasons
        self.isYesDefault = isYesDefault
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch key {
        case .character("y"), .character("Y"): return .yes
        case .character("n"), .character("N"): return .no
        case .enter: return isYesDefault ? .yes : .no
        case .escape: return .back
        default:
            let area = Self.body(of: frame.content(of: size))
            _ = scroller.update(key, lines: lines(columns: area.columns).count, rows: area.rows)
            return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = Self.body(of: frame.draw(on: &surface))
        scroller.draw(lines(columns: area.columns), on: &surface, in: area) { line, surface, place in
            let end = surface.write(line.mark, row: place.row, column: place.column, style: .warning)
            surface.write(line.text, row: place.row, column: end, style: line.style, columns: place.columns)
        }
    }

    private static func body(of area: Area) -> Area { area.rows > 10 ? area.dropping(rows: 1) : area }

    private func lines(columns: Int) -> [(mark: String, text: String, style: Style)] {
        var lines = Paragraph(question).lines(columns: columns).map { (mark: "", text: $0, style: Style.strong) }
        lines.append(("", "", .plain))
        if let problem {
            lines += Paragraph(problem).lines(columns: columns - 2).enumerated()
                .map { ($0 == 0 ? "! " : "  ", $1, .plain) }
            lines.append(("", "", .plain))
        }
        return lines + reasons.flatMap { Paragraph($0).lines(columns: columns).map { ("", $0, .plain) } }
    }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: title,
            hints: KeyHints([
                .init(isYesDefault ? "y/enter" : "y", "yes", isEssential: true),
                .init(isYesDefault ? "n" : "n/enter", "no", isEssential: true), .init("?", "help", isEssential: true),
                .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
            ]))
    }
}
