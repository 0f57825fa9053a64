/// A wait for an answer that nobody has to do anything for.
struct WaitingPanel: Equatable, Sendable {
    private let title: String
    private let text: String
    private var spinner = Spinner()

    /// A wait for what `text` says.
    init(title: String, _ text: String) {
        self.title = title
        self.text = text
    }

    /// Goes on by one tick.
    mutating func tick() { spinner.tick() }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let hints = KeyHints([
            .init("esc", "cancel", isEssential: true), .init("^C", "quit", isEssential: true),
        ])
        let area = ScreenFrame(title: title, hints: hints).draw(on: &surface)
        guard !area.isEmpty else { return }
        let place = area.dropping(rows: 1).indented(by: 2)
        surface.write(String(spinner.mark), row: place.row, column: area.column, style: .accent)
        for (index, line) in Paragraph(text).lines(columns: place.columns).prefix(place.rows).enumerated() {
            surface.write(line, row: place.row + index, column: place.column, style: .strong)
        }
    }
}
