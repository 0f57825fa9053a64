import NoetlCore

/// A failure that takes the whole screen until it has been read.
struct FailureScreen: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To see it whole, outside the full screen.
        case showWhole
        /// To go on.
        case back
    }

    /// What failed.
    let error: NoetlError
    private let title: String
    private var scroller = Scroller()

    /// A screen about this failure; `title` is where in the product it happened.
    init(_ error: NoetlError, title: String) {
        self.error = error
        self.title = title
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch key {
        case .enter, .escape, .character("q"): return .back
        case .character("U"): return .showWhole
        default:
            let area = Self.body(of: frame.content(of: size))
            _ = scroller.update(key, lines: ErrorBox(error).rows(columns: area.columns), rows: area.rows)
            return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        ErrorBox(error).draw(on: &surface, in: Self.body(of: frame.draw(on: &surface)), scroller: scroller)
    }

    private static func body(of area: Area) -> Area { area.rows > 10 ? area.dropping(rows: 1) : area }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: title,
            hints: KeyHints([
                .init("enter", "go on", isEssential: true), .init("U", "show whole", short: "whole"),
                .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
            ]))
    }
}
