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
        /// To see what stands in the way.
        case callDoctor
        /// To see what happened whole, outside the full screen.
        case showWhole
        /// One step back.
        case back
    }

    private let context: String
    /// How the login ended.
    let result: Result
    /// The login that succeeded, if one did.
    var login: LoginOutcome?
    private var scroller = Scroller()

    /// The end of a login to `context`.
    init(_ result: Result, context: String) {
        self.result = result
        self.context = context
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch (result, key) {
        case (.success, .enter), (.success, .escape), (.success, .character("q")): return .leave
        case (.success, _): return .none
        case (.failure, .character("r")), (.failure, .enter): return .retry
        case (.failure, .character("m")): return .otherMode
        case (.failure, .character("c")): return .otherContext
        case (.failure, .character("d")): return .callDoctor
        case (.failure, .character("U")): return .showWhole
        case (.failure, .escape): return .back
        case (.failure(let error), _):
            let area = frame.content(of: size).withMargin
            _ = scroller.update(key, lines: ErrorBox(error).rows(columns: area.columns), rows: area.rows)
            return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface).withMargin
        guard !area.isEmpty else { return }
        switch result {
        case .success(let facts):
            surface.write("✓", row: area.row, column: area.column, style: .good)
            surface.write(
                "Gateway login successful.", row: area.row, column: area.column + 2, style: .strong,
                columns: area.columns - 2)
            FactGrid(facts).draw(on: &surface, in: area.dropping(rows: area.rows > 7 ? 2 : 1).indented(by: 2))
        case .failure(let error): ErrorBox(error).draw(on: &surface, in: area, scroller: scroller)
        }
    }

    private var frame: ScreenFrame { ScreenFrame(title: "noetl login · \(context)", hints: hints) }

    private var hints: KeyHints {
        switch result {
        case .success: KeyHints([.init("enter", "leave", isEssential: true)])
        case .failure(let error):
            KeyHints([
                .init(
                    "r", error.code.isTimeout ? "start over" : "try again",
                    short: error.code.isTimeout ? "start over" : "retry"),
                .init("m", "another mode", short: "mode"), .init("c", "another context", short: "context"),
                .init("d", "doctor"),
                .init("U", "show whole", short: "whole"), .init("?", "help", isEssential: true),
                .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
            ])
        }
    }
}

extension NoetlError.Code {
    /// Whether nothing was wrong but the time: with a new state or a new code it may go well.
    fileprivate var isTimeout: Bool { self == .callbackTimeout || self == .deviceExpired }
}
