/// A screen that asks for a few values in a form.
struct FormScreen: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To go on with what the form says: the text of each field by its identifier.
        case submit([String: String])
        /// One step back.
        case back
    }

    private let title: String
    private let question: String
    private let advice: String
    private let verb: String
    private var form: Form
    private var work: Work?

    /// What is being done with the form.
    private struct Work: Equatable, Sendable {
        let words: String
        var spinner = Spinner()
    }

    /// A form under a question; `verb` is what sending it does, `advice` stands below it where there is room.
    init(title: String, question: String, form: Form, verb: String, advice: String = "") {
        self.title = title
        self.question = question
        self.form = form
        self.verb = verb
        self.advice = advice
    }

    /// Says that it is being worked on; keys other than Esc do nothing until there is a complaint.
    mutating func work(_ words: String) { work = Work(words: words) }

    /// Says that nobody works on it any more: it can be filled in again.
    mutating func rest() { work = nil }

    /// Whether it is being worked on.
    var isAtWork: Bool { work != nil }

    /// Says what is wrong with a field, and puts the focus there.
    mutating func complain(_ problem: String, about id: String) {
        work = nil
        form.complain(problem, about: id)
    }

    /// Puts other texts into fields, by their identifiers.
    mutating func fill(_ texts: [String: String]) { form.fill(texts) }

    /// Goes on by one tick.
    mutating func tick() { work?.spinner.tick() }

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        if key == .escape { return .back }
        guard work == nil else { return .none }
        if key == .control("s") { return .submit(form.texts) }
        if form.update(key) { return .none }
        return key == .enter ? .submit(form.texts) : .none
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        var area = frame.draw(on: &surface)
        guard !area.isEmpty else { return }
        let asked = form.rows(columns: area.columns)
        let question = Paragraph(question).lines(columns: area.columns)
        let advice = Paragraph(advice).lines(columns: area.columns)
        let isRoomy = area.rows >= question.count + 1 + asked
        for line in question {
            surface.write(line, row: area.row, column: area.column, style: .strong)
            area = area.dropping(rows: 1)
        }
        area = area.dropping(rows: isRoomy ? 1 : 0)
        form.draw(on: &surface, in: area)
        let below = area.dropping(rows: asked + 1)
        if let work {
            let place =
                below.isEmpty ? Area(row: area.end - 1, column: area.column, rows: 1, columns: area.columns) : below
            surface.fill(" ", row: place.row, column: place.column, columns: place.columns)
            surface.write(String(work.spinner.mark), row: place.row, column: place.column, style: .accent)
            surface.write(work.words, row: place.row, column: place.column + 2)
        } else if advice.count <= below.rows {
            for (index, line) in advice.enumerated() {
                surface.write(line, row: below.row + index, column: below.column, style: .faint)
            }
        }
    }

    private var frame: ScreenFrame {
        let isLong = form.entries.count > 1
        let ways: [KeyHints.Hint] = [.init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true)]
        let own: [KeyHints.Hint] =
            isLong
            ? [.init("^S", verb, isEssential: true), .init("tab", "next field", short: "next"), .init("^U", "clear")]
            : [.init("enter", verb, isEssential: true), .init("^U", "clear")]
        return ScreenFrame(title: title, hints: KeyHints(own + ways))
    }
}
