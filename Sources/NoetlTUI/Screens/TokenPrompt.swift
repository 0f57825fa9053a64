import NoetlCore

/// Asks for a token or a callback URL, which is never shown; what shape it has is.
struct TokenPrompt: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To know the shape of this; the answer goes into `shape`.
        case inspect(Secret)
        /// To log in with this.
        case submit(Secret)
        /// One step back.
        case back
    }

    /// What has been recognised in it.
    struct Shape: Equatable, Sendable {
        /// In words: `ID token for you@example.com, expires in 9 h`.
        let text: String
        /// Whether a login can be made of it.
        let verdict: Verdict
    }

    private let title: String
    private let question: String
    private static let rowsForFindings = 5
    private var field = MaskedField()
    /// What has been recognised; nil while the field is empty.
    var shape: Shape?

    /// A prompt with a header and a question of its own.
    init(title: String, question: String) {
        self.title = title
        self.question = question
    }

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        switch key {
        case .escape: return .back
        case .enter: return field.isEmpty || shape?.verdict == .bad ? .none : .submit(field.secret)
        default:
            guard field.update(key) else { return .none }
            guard !field.isEmpty else {
                shape = nil
                return .none
            }
            return .inspect(field.secret)
        }
    }

    /// Draws the screen, with the time that is left where there is an end to it.
    func draw(on surface: inout Surface, countdown: Countdown? = nil) {
        let hints = KeyHints([
            .init("enter", "log in"), .init("^U", "clear"), .init("esc", "back", isEssential: true),
            .init("^C", "quit", isEssential: true),
        ])
        let frame = ScreenFrame(
            title: title, trailing: countdown?.left ?? "", trailingStyle: countdown?.style ?? .faint, hints: hints)
        var area = frame.draw(on: &surface).withMargin
        for line in Paragraph(question).lines(columns: area.columns).prefix(2) {
            surface.write(line, row: area.row, column: area.column, style: .strong)
            area = area.dropping(rows: 1)
        }
        if area.rows > Self.rowsForFindings { area = area.dropping(rows: 1) }
        field.draw(on: &surface, in: area)
        drawFindings(on: &surface, in: area.dropping(rows: 1))
    }

    /// How much there is in the field, and what it was recognised as, which matters more where there is little room.
    private func drawFindings(on surface: inout Surface, in area: Area) {
        guard !field.isEmpty else { return }
        let columns = area.indented(by: 2).columns
        let lines = shape.map { Paragraph($0.text).lines(columns: columns) } ?? []
        var place = area
        if area.rows > lines.count {
            let size = field.count == 1 ? "1 character" : "\(field.count) characters"
            surface.write(
                field.overflowed ? "\(size), and more that did not fit" : size, row: area.row, column: area.column,
                style: .faint, columns: area.columns)
            place = area.dropping(rows: area.rows > lines.count + 1 ? 2 : 1)
        }
        guard let shape, !place.isEmpty else { return }
        surface.write(String(shape.verdict.mark), row: place.row, column: place.column, style: shape.verdict.style)
        for (index, line) in lines.prefix(place.rows).enumerated() {
            surface.write(line, row: place.row + index, column: place.column + 2)
        }
    }
}
