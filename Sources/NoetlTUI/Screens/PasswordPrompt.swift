import NoetlCore

/// Asks for the email address and the password of a password login.
struct PasswordPrompt: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To log in with these.
        case submit(email: String, password: Secret)
        /// One step back.
        case back
    }

    private let context: String
    private var email: TextField
    private var password = MaskedField()
    private var isAtPassword: Bool
    private var problem: String?

    /// A prompt that starts with what is known of the address.
    init(context: String, email: String = "") {
        self.context = context
        self.email = TextField(email)
        isAtPassword = !email.isEmpty
    }

    /// Empties the field of the password, which is never kept longer than it takes to try it.
    mutating func forgetPassword() { password.clear() }

    /// Says what is wrong with the address.
    mutating func refuse(_ problem: String) {
        (self.problem, isAtPassword) = (problem, false)
    }

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        switch key {
        case .escape: return .back
        case .tab, .backTab, .up, .down: isAtPassword.toggle()
        case .enter: return enter()
        default:
            problem = nil
            _ = isAtPassword ? password.update(key) : email.update(key)
        }
        return .none
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let hints = KeyHints([
            .init("tab", "other field"), .init("enter", "log in"), .init("^U", "clear"),
            .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
        ])
        var area = ScreenFrame(title: "noetl login · \(context) · password", hints: hints).draw(on: &surface).withMargin
        guard !area.isEmpty else { return }
        surface.write(
            "Who is logging in?", row: area.row, column: area.column, style: .strong, columns: area.columns)
        area = area.dropping(rows: area.rows > 10 ? 2 : 1)
        let indent = 11
        surface.write("Email", row: area.row, column: area.column, style: .faint)
        email.draw(on: &surface, in: area.indented(by: indent), hasFocus: !isAtPassword)
        area = area.dropping(rows: 1)
        surface.write("Password", row: area.row, column: area.column, style: .faint)
        password.draw(on: &surface, in: area.indented(by: indent), hasFocus: isAtPassword)
        area = area.dropping(rows: 2)
        if let problem, !area.isEmpty {
            surface.write("!", row: area.row, column: area.column, style: .warning)
            surface.write(problem, row: area.row, column: area.column + 2, columns: area.columns - 2)
        }
        area = area.dropping(rows: area.rows > 6 ? 2 : (problem == nil ? 0 : 1))
        let advice = "The password goes to the tenant only and is not kept. Browser sign-in is the safer way."
        for (index, line) in Paragraph(advice).lines(columns: area.columns).prefix(area.rows).enumerated() {
            surface.write(line, row: area.row + index, column: area.column, style: .faint)
        }
    }

    private mutating func enter() -> Answer {
        guard isAtPassword || email.isEmpty else {
            isAtPassword = true
            return .none
        }
        guard !email.isEmpty else {
            (problem, isAtPassword) = ("Type your email address first.", false)
            return .none
        }
        guard !password.isEmpty else {
            problem = "Type your password."
            return .none
        }
        return .submit(email: email.text, password: password.secret)
    }
}
