import NoetlCore

/// A new context from the address of a gateway: the address, then what the gateway says, then what is missing.
struct NewContextForm: Equatable, Sendable {
    /// How far it is.
    enum Stage: Equatable, Sendable {
        /// The address is being typed.
        case address
        /// The gateway is being asked.
        case asking(Spinner)
        /// What it said is shown, what is missing is asked.
        case review([FactGrid.Fact])
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
    private let product: String
    private let isFirst: Bool
    private var scroller = Scroller()

    /// A form that starts with what is known of the address.
    ///
    /// - Parameters:
    ///   - product: what the header begins with.
    ///   - isFirst: whether there is no screen to go back to.
    init(product: String = "noetl login", address: String = "", isFirst: Bool = false) {
        self.product = product
        form = Form([.init(id: "gateway", "Gateway URL", address)])
        self.isFirst = isFirst
    }

    /// Whether the gateway is being asked.
    var isAsking: Bool { if case .asking = stage { true } else { false } }

    /// Shows what will be written of what the gateway said, and asks for the rest.
    mutating func review(_ rows: [ContextProposal.Row], missing: [Form.Entry]) {
        let facts = rows.map { FactGrid.Fact($0.label, $0.new ?? "", cut: .path) }
        stage = .review(facts)
        form = Form(missing, labelColumns: facts.map { DisplayWidth.of($0.label) }.max() ?? 0)
        scroller = Scroller()
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

    /// Starts over with the address that was typed.
    mutating func startOver(with address: String) {
        self = NewContextForm(product: product, address: address, isFirst: isFirst)
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        if case .asking = stage {
            guard key == .escape else { return .none }
            stage = .address
            return .cancel
        }
        if form.update(key) { return .none }
        switch key {
        case .escape: return .back
        case .enter: return enter()
        case .pageUp, .pageDown:
            guard case .review(let facts) = stage else { break }
            let parts = parts(of: frame.content(of: size).withMargin)
            _ = scroller.update(key, lines: facts.count, rows: parts.facts.rows)
        default: break
        }
        return .none
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface).withMargin
        guard !area.isEmpty else { return }
        switch stage {
        case .address:
            surface.write("What is the address of the gateway?", row: area.row, column: area.column, style: .strong)
            form.draw(on: &surface, in: area.dropping(rows: 2))
        case .asking(let spinner):
            FactGrid([.init("Gateway URL", form.text(of: "gateway"), cut: .path)])
                .draw(on: &surface, in: area.prefix(rows: 1))
            surface.write(String(spinner.mark), row: area.row + 2, column: area.column, style: .accent)
            surface.write("Asking the gateway for its settings", row: area.row + 2, column: area.column + 2)
        case .review(let facts):
            surface.write("This will be saved:", row: area.row, column: area.column, style: .strong)
            let parts = parts(of: area)
            draw(facts, on: &surface, in: parts.facts)
            form.draw(on: &surface, in: parts.form)
        }
    }

    private var frame: ScreenFrame {
        let hints: [KeyHints.Hint]
        switch stage {
        case .address: hints = [.init("enter", "ask the gateway", isEssential: true)]
        case .asking: hints = []
        case .review:
            hints = [
                .init("enter", "save", isEssential: true), .init("tab", "next field", short: "next"),
                .init("pgup pgdn", "scroll"),
            ]
        }
        let esc = isAsking ? "cancel" : isFirst && stage == .address ? "leave" : "back"
        return ScreenFrame(
            title: "\(product) · new context",
            hints: KeyHints(
                hints + [.init("esc", esc, isEssential: true), .init("^C", "quit", isEssential: true)]))
    }

    private mutating func enter() -> Answer {
        if case .review = stage {
            return .save(form.texts)
        }
        guard !form.text(of: "gateway").isEmpty else {
            form.complain("Type an address such as https://gateway.example.com.", about: "gateway")
            return .none
        }
        stage = .asking(Spinner())
        return .ask(form.text(of: "gateway"))
    }

    /// Where the settings and the fields go: what is asked must be seen, whatever has to make room for it.
    private func parts(of area: Area) -> (facts: Area, form: Area) {
        guard case .review(let facts) = stage else { return (area.prefix(rows: 0), area) }
        let below = area.dropping(rows: area.rows > 14 ? 2 : 1)
        let asked = form.rows(columns: area.columns)
        let isTight = facts.count + 1 + asked > below.rows
        let room = min(facts.count, max(2, below.rows - asked - (isTight ? 0 : 1)))
        return (below.prefix(rows: room), below.dropping(rows: isTight ? room : room + 1))
    }

    private func draw(_ facts: [FactGrid.Fact], on surface: inout Surface, in area: Area) {
        let indent = form.indent(columns: area.columns)
        scroller.draw(facts, on: &surface, in: area) { fact, surface, place in
            FactGrid([fact], indent: indent).draw(on: &surface, in: place)
        }
    }
}

extension ContextProposal.Row {
    /// What the screens call the setting.
    var label: String { field == .sessionToken ? "Session" : ContextForm.label(of: field) }
}

extension Question {
    /// Whether a context that exists shall be changed, with each value before and after.
    init(replacing old: Context, by proposal: ContextProposal) {
        let facts = proposal.rows(replacing: old).filter(\.changes).map { row in
            let gone = row.field == .sessionToken ? "forgotten" : "not set"
            return FactGrid.Fact(row.label, "\(row.old ?? "not set") → \(row.new ?? gone)")
        }
        self.init(
            title: "noetl login · new context", question: "Replace these settings of '\(old.name)'?",
            facts: facts, reasons: facts.isEmpty ? ["Nothing changes."] : [], yes: "replace", no: "keep them",
            isYesDefault: false)
    }
}
