import Foundation
import NoetlCore

/// A clock that only the test moves, or that jumps over every wait when it is told to hurry.
public final class ManualClock: Sendable {
    private let state = Guarded(State())
    private let hurries: Bool

    private struct State: Sendable {
        var now = ContinuousClock.now
        var waits: [Duration] = []
        var keys = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []
    }

    private struct Sleeper: Sendable {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher: Sendable {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    /// A clock at rest; with `hurries`, each wait ends at once and moves the clock to its end.
    public init(hurries: Bool = false) {
        self.hurries = hurries
    }

    /// The door for a `World`.
    public var door: MonotonicClock {
        MonotonicClock(now: { self.now }, sleep: { try await self.sleep(until: $0) })
    }

    /// What the clock says.
    public var now: ContinuousClock.Instant { state.with { $0.now } }

    /// How long each wait was asked to last, in order, whether or not it is over.
    public var waits: [Duration] { state.with { $0.waits } }

    /// Moves the clock and ends the waits that are over by then.
    public func advance(by duration: Duration) {
        let due = state.with { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.continuation)
        }
        for sleeper in due { sleeper.resume() }
    }

    /// Waits until so many waits have begun in all.
    public func hasBegun(_ count: Int) async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let isThere = state.with { state in
                guard state.waits.count < count else { return true }
                state.watchers.append(Watcher(count: count, continuation: done))
                return false
            }
            if isThere { done.resume() }
        }
    }

    private func sleep(until deadline: ContinuousClock.Instant) async throws {
        try Task.checkCancellation()
        let key = state.with { state in
            state.keys += 1
            return state.keys
        }
        guard !hurries else {
            begin(until: deadline)
            return state.with { $0.now = max($0.now, deadline) }
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (wakeUp: CheckedContinuation<Void, any Error>) in
                let isOver = state.with { state in
                    guard !state.cancelled.contains(key) else { return true }
                    guard state.now < deadline else { return true }
                    state.sleepers[key] = Sleeper(deadline: deadline, continuation: wakeUp)
                    return false
                }
                begin(until: deadline)
                if isOver { Task.isCancelled ? wakeUp.resume(throwing: CancellationError()) : wakeUp.resume() }
            }
        } onCancel: {
            let sleeper = state.with { state in
                state.cancelled.insert(key)
                return state.sleepers.removeValue(forKey: key)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func begin(until deadline: ContinuousClock.Instant) {
        let met = state.with { state in
            state.waits.append(state.now.duration(to: deadline))
            let met = state.watchers.filter { $0.count <= state.waits.count }
            state.watchers.removeAll { $0.count <= state.waits.count }
            return met
        }
        for watcher in met { watcher.continuation.resume() }
    }
}
