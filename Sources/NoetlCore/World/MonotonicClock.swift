/// The door to passing time: deadlines, countdowns and pauses, none of which a change of the wall clock moves.
public struct MonotonicClock: Sendable {
    private let read: @Sendable () -> ContinuousClock.Instant
    private let wait: @Sendable (ContinuousClock.Instant) async throws -> Void

    /// A clock made of two doors; tests give their own.
    public init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (ContinuousClock.Instant) async throws -> Void
    ) {
        read = now
        wait = sleep
    }

    /// The system's clock, which goes on counting while the machine sleeps.
    public static let system = MonotonicClock(
        now: { ContinuousClock.now }, sleep: { try await ContinuousClock().sleep(until: $0) })

    /// This moment.
    public var now: ContinuousClock.Instant { read() }

    /// Waits until `deadline`; throws `.cancelled` at once when its task is cancelled.
    public func sleep(until deadline: ContinuousClock.Instant) async throws(NoetlError) {
        do { try await wait(deadline) } catch { throw .cancelled }
    }

    /// Waits for `duration` from now; throws `.cancelled` at once when its task is cancelled.
    public func sleep(for duration: Duration) async throws(NoetlError) {
        try await sleep(until: now.advanced(by: duration))
    }
}
