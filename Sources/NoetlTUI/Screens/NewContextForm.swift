/// A new context from the address of a gateway: the address, then what the gateway says, then what is missing.
struct NewContextForm: Equatable, Sendable {
    /// One setting that will be written.
    struct Change: Equatable, Sendable {
        /// Its name.
        let label: String
        /// What is there now; nil when nothing is.
        let old: String?
        /// What will be there.
        let new: String
    }

    /// How far it is.
    enum Stage: Equatable, Sendable {
        /// The address is being typed.
        case address
        /// The gateway is being asked.
        case asking(Spinner)
        /// What it said is shown, what is missing is asked.
        case review([Change])
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To ask the gateway at this address.
        case ask(String)
        /// To save what the form says: the text of each field by its identifier.
        case save([String: String])
        /// To stop asking.
        case cancel
        /// One step back.
        case back
    }

    private(set) var stage = Stage.address
    private(set) var form: Form

    /// A form that starts with what is known of the address.
    init(address: String = "") { form = Form([.init(id: "gateway", "Gateway URL", address)]) }

    /// Shows what the gateway said and asks for the rest.
    mutating func review(_ changes: [Change], missing: [Form.Entry]) {
        stage = .review(changes)
        form = Form(missing)
    }

    /// Goes back to the address, with what was wrong with it.
    mutating func refuse(_ problem: String) {
        stage = .address
        form.complain(problem, about: "gateway")
    }

    /// Says what is wrong with a field.
    mutating func complain(_ problem: String, about id: String) { form.complain(problem, about: id) }

    /// Goes on by one tick.
    mutating func tick() {
        guard case .asking(var spinner) = stage else { return }
        spinner.tick()
        stage = .asking(spinner)
    }

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        if case .asking = stage {
            guard key == .escape else { return .none }
            stage = .address
            return .cancel
        }
        if form.update(key) { return .none }
        switch key {
        case .escape: return .back
        case .enter: return enter()
        default: return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let verb = if case .review = stage { "save" } else { "ask the gateway" }
        let hints = KeyHints([
            .init("enter", verb, isEssential: true), .init("tab", "next field"),
            .init("esc", "back", isEssential: true),
            .init("^C", "quit", isEssential: true),
        ])
        let area = ScreenFrame(title: "noetl login · new context", hints: hints).draw(on: &surface)
        guard !area.isEmpty else { return }
        switch stage {
        case .address:
            surface.write("What is the address of the gateway?", row: area.row, column: area.column, style: .strong)
            form.draw(on: &surface, in: area.dropping(rows: 2))
        case .asking(let spinner):
            form.draw(on: &surface, in: area.prefix(rows: 1))
            surface.write("\(spinner.mark) Asking the gateway for its settings", row: area.row + 2, column: area.column)
        case .review(let changes): draw(changes, on: &surface, in: area)
        }
    }

    private mutating func enter() -> Answer {
        if case .review = stage {
            return .save(Dictionary(form.entries.map { ($0.id, $0.field.text) }) { first, _ in first })
        }
        guard !form.text(of: "gateway").isEmpty else {
            form.complain("Type an address such as https://gateway.example.com.", about: "gateway")
            return .none
        }
        stage = .asking(Spinner())
        return .ask(form.text(of: "gateway"))
    }

    private func draw(_ changes: [Change], on surface: inout Surface, in area: Area) {
        let facts = FactGrid(
            changes.map { change in
                guard let old = change.old, old != change.new else {
                    return .init(change.label, change.new, cut: .path)
                }
                return .init(change.label, "\(old) → \(change.new)", verdict: .warning, cut: .middle)
            })
        surface.write("This will be saved:", row: area.row, column: area.column, style: .strong)
        // What is asked must be seen, whatever has to make room for it.
        let room = max(0, area.rows - 2 - form.rows - (form.entries.isEmpty ? 0 : 1))
        let shown = min(facts.rows, room)
        facts.draw(on: &surface, in: area.dropping(rows: 1).prefix(rows: shown))
        form.draw(on: &surface, in: area.dropping(rows: shown + 2))
    }
}
