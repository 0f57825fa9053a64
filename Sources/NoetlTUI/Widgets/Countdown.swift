/// The time until something ends, as a person reads it: `4:37`, or `1:02:03` when it is long.
struct Countdown: Equatable, Sendable {
    /// How long before the end it calls for attention.
    static let warning = 30

    /// The whole seconds that are left, rounded up, so that 0 means over.
    let seconds: Int

    /// The time from one moment to another.
    init(from now: ContinuousClock.Instant, to deadline: ContinuousClock.Instant) {
        let (seconds, attoseconds) = now.duration(to: deadline).components
        self.seconds = max(0, Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }

    /// Whether the time is up.
    var isOver: Bool { seconds == 0 }

    /// `plain`, and `warning` near the end; what is shown in it has a mark then.
    var style: Style { seconds <= Self.warning ? .warning : .strong }

    /// For the header: `4:37 left`, near the end with the mark of a warning.
    var left: String { isOver ? "! time is up" : (seconds <= Self.warning ? "! \(self) left" : "\(self) left") }
}

extension Countdown: CustomStringConvertible {
    /// The time that is left, without words.
    var description: String {
        let hours = seconds / 3600
        let minutes = seconds / 60 % 60
        let last = Self.padded(seconds % 60)
        return hours > 0 ? "\(hours):\(Self.padded(minutes)):\(last)" : "\(minutes):\(last)"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
