/// Asks in place for the settings of a context that a login needs and nobody has said yet.
struct MissingSettings: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To go on with these.
        case submit(domain: String, clientID: String)
        /// One step back.
        case back
    }

    private static let domain = "domain"
    private static let client = "client"
    private let title: String
    private var form: Form

    /// A form with what is known filled in, and the focus on what is not.
    init(title: String, domain: String, clientID: String) {
        self.title = title
        form = Form([.init(id: Self.domain, "Auth0 domain", domain), .init(id: Self.client, "Client ID", clientID)])
        if !domain.isEmpty { _ = form.update(.tab) }
    }

    /// Says what is wrong with the domain.
    mutating func refuseDomain(_ problem: String) { form.complain(problem, about: Self.domain) }

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        if form.update(key) { return .none }
        switch key {
        case .escape: return .back
        case .enter: return enter()
        default: return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let hints = KeyHints([
            .init("enter", "go on", isEssential: true), .init("tab", "next field"),
            .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
        ])
        var area = ScreenFrame(title: title, hints: hints).draw(on: &surface).withMargin
        guard !area.isEmpty else { return }
        let question = Paragraph("Which Auth0 application shall sign you in?").lines(columns: area.columns)
        let advice = Paragraph("Both are on the application's page: Auth0 dashboard > Applications > Settings.")
            .lines(columns: area.columns)
        let asked = form.rows(columns: area.columns)
        let isRoomy = area.rows >= question.count + asked + advice.count + 2
        for line in question {
            surface.write(line, row: area.row, column: area.column, style: .strong)
            area = area.dropping(rows: 1)
        }
        area = area.dropping(rows: isRoomy ? 1 : 0)
        form.draw(on: &surface, in: area)
        area = area.dropping(rows: asked + (isRoomy ? 1 : 0))
        guard advice.count <= area.rows else { return }
        for (index, line) in advice.enumerated() {
            surface.write(line, row: area.row + index, column: area.column, style: .faint)
        }
    }

    private mutating func enter() -> Answer {
        let domain = form.text(of: Self.domain), client = form.text(of: Self.client)
        if domain.isEmpty {
            form.complain("Type the tenant's host, like acme.us.auth0.com.", about: Self.domain)
        } else if client.isEmpty {
            form.complain("Type the client ID of the application.", about: Self.client)
        } else {
            return .submit(domain: domain, clientID: client)
        }
        return .none
    }
}
