import Foundation

/// Scripted waits that end at once when the sandbox stops.
final class Pauses: Sendable {
    private let state = Locked(State())

    private struct State {
        var waiting: [Int: Task<Void, Never>] = [:]
        var next = 0
        var isOver = false
    }

    /// Waits that long, or until `endAll`.
    func wait(_ duration: Duration) async {
        guard duration > .zero else { return }
        let started: (number: Int, task: Task<Void, Never>)? = state.withLock { state in
            guard !state.isOver else { return nil }
            state.next += 1
            // A cancelled sleep is how a pause ends early.
            let task = Task<Void, Never> { try? await Task.sleep(for: duration) }
            state.waiting[state.next] = task
            return (state.next, task)
        }
        guard let started else { return }
        await started.task.value
        state.withLock { $0.waiting[started.number] = nil }
    }

    /// Ends every wait, now and from now on.
    func endAll() {
        let waiting = state.withLock { state in
            state.isOver = true
            return Array(state.waiting.values)
        }
        for task in waiting { task.cancel() }
    }
}
