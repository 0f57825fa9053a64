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

    /// Where in the product this is.
    let title: String
    /// What is asked, in one sentence.
    let question: String
    /// Why it is asked.
    let reasons: [String]
    /// Whether Enter means yes.
    let isYesDefault: Bool

    /// Takes up a key.
    func update(_ key: Key) -> Answer {
        switch key {
        case .character("y"), .character("Y"): .yes
        case .character("n"), .character("N"): .no
        case .enter: isYesDefault ? .yes : .no
        case .escape: .back
        default: .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let yes = isYesDefault ? "y/enter" : "y"
        let no = isYesDefault ? "n" : "n/enter"
        let hints = KeyHints([
            .init(yes, "yes", isEssential: true), .init(no, "no", isEssential: true),
            .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
        ])
        var area = ScreenFrame(title: title, hints: hints).draw(on: &surface)
        guard !area.isEmpty else { return }
        if area.rows > 10 { area = area.dropping(rows: 1) }
        for line in Paragraph(question).lines(columns: area.columns) where !area.isEmpty {
            surface.write(line, row: area.row, column: area.column, style: .strong)
            area = area.dropping(rows: 1)
        }
        if area.rows > reasons.count { area = area.dropping(rows: 1) }
        for reason in reasons {
            for line in Paragraph(reason).lines(columns: area.columns) where !area.isEmpty {
                surface.write(line, row: area.row, column: area.column)
                area = area.dropping(rows: 1)
            }
        }
    }
}
