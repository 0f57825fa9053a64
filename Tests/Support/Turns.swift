/// Lets so many tasks on at a time; the others wait in order without holding a thread.
public final class Turns: Sendable {
    private struct State: Sendable {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Guarded<State>

    /// That many at a time.
    public init(_ count: Int) { state = Guarded(State(free: count)) }

    /// Returns when it is our turn.
    public func take() async {
        await withCheckedContinuation { continuation in
            let isOurs = state.with { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isOurs { continuation.resume() }
        }
    }

    /// Lets the next one on.
    public func giveBack() {
        let next = state.with { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
