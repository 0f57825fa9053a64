import Foundation

/// Lets so many tasks on at a time; the others wait in order without holding a thread.
final class Turns: @unchecked Sendable {
    private let lock = NSLock()
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// That many at a time.
    init(_ count: Int) { free = count }

    /// Returns when it is our turn.
    func take() async {
        await withCheckedContinuation { continuation in
            let isOurs = lock.withLock {
                guard free == 0 else {
                    free -= 1
                    return true
                }
                waiting.append(continuation)
                return false
            }
            if isOurs { continuation.resume() }
        }
    }

    /// Lets the next one on.
    func giveBack() {
        let next: CheckedContinuation<Void, Never>? = lock.withLock {
            guard !waiting.isEmpty else {
                free += 1
                return nil
            }
            return waiting.removeFirst()
        }
        next?.resume()
    }
}
