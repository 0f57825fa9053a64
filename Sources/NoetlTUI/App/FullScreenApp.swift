import NoetlCore

/// A full-screen program as a value, as the loop knows it: it takes up events, says what it wants of the world, and draws.
protocol FullScreenApp: Sendable {
    /// How it can end.
    associatedtype End: Sendable

    /// What errors call it.
    static var name: String { get }
    /// What to do where a terminal has no full screen.
    static var alternative: String { get }

    /// How it ends, instead of by an error, where a terminal has no full screen.
    static var endWithoutFullScreen: End? { get }

    /// How large the terminal is.
    var size: Size { get }
    /// This moment.
    var now: ContinuousClock.Instant { get set }
    /// Whether lines are shown outside the full screen until a key is pressed.
    var isOutside: Bool { get }
    /// Whether the terminal has the half blocks that QR codes are drawn with.
    var hasHalfBlocks: Bool { get set }
    /// How it ended; nil while it goes on.
    var end: End? { get }

    /// Shows the first screen.
    mutating func begin() -> [Effect]
    /// Takes up what happened.
    mutating func update(_ event: AppEvent) -> [Effect]
    /// Draws what is to be seen.
    func draw(on surface: inout Surface)
}

extension FullScreenApp {
    /// Most have no other form.
    static var endWithoutFullScreen: End? { nil }
}
