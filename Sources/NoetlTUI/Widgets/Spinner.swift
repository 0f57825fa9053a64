/// The one thing that moves: it shows that waiting goes on.
struct Spinner: Equatable, Sendable {
    private static let phases: [Character] = ["◐", "◓", "◑", "◒"]

    /// How many ticks the wait has lasted.
    private(set) var ticks = 0

    /// A spinner at its first phase.
    init() {}

    /// Goes on by one phase.
    mutating func tick() { ticks = (ticks + 1) % Self.phases.count }

    /// The mark of the moment.
    var mark: Character { Self.phases[ticks] }
}
