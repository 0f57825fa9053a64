import NoetlCore

/// The last screen: what came of it.
struct Outcome: Equatable, Sendable {
    /// How the login ended.
    enum Result: Equatable, Sendable {
        /// With a session; label and value of what there is to know about it.
        case success([FactGrid.Fact])
        /// Without one.
        case failure(NoetlError)
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To leave.
        case leave
        /// To try the same again.
        case retry
        /// To try another mode.
        case otherMode
        /// To try another context.
        case otherContext
        /// One step back.
        case back
    }

    private let context: String
    /// How the login ended.
    let result: Result
    /// The login that succeeded, if one did.
    var login: LoginOutcome?

    /// The end of a login to `context`.
    init(_ result: Result, context: String) {
        self.result = result
        self.context = context
    }

    /// Takes up a key.
    func update(_ key: Key) -> Answer {
        switch (result, key) {
        case (.success, .enter), (.success, .escape), (.success, .character("q")): .leave
        case (.failure, .character("r")), (.failure, .enter): .retry
        case (.failure, .character("m")): .otherMode
        case (.failure, .character("c")): .otherContext
        case (.failure, .escape): .back
        default: .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = ScreenFrame(title: "noetl login · \(context)", hints: hints).draw(on: &surface)
        guard !area.isEmpty else { return }
        let place = area.rows > 10 ? area.dropping(rows: 1) : area
        switch result {
        case .success(let facts):
            surface.write("✓", row: place.row, column: place.column, style: .good)
            surface.write(
                "Gateway login successful.", row: place.row, column: place.column + 2, style: .strong,
                columns: place.columns - 2)
            FactGrid(facts).draw(on: &surface, in: place.dropping(rows: place.rows > 7 ? 2 : 1).indented(by: 2))
        case .failure(let error): ErrorBox(error).draw(on: &surface, in: place)
        }
    }

    private var hints: KeyHints {
        switch result {
        case .success: KeyHints([.init("enter", "leave", isEssential: true)])
        case .failure:
            KeyHints([
                .init("r", "try again"), .init("m", "another mode"), .init("c", "another context"),
                .init("?", "help", isEssential: true), .init("esc", "back", isEssential: true),
                .init("^C", "quit", isEssential: true),
            ])
        }
    }
}
