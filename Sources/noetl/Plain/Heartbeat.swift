import Foundation
import NoetlCore

/// A line every 30 s while a login waits, for who cannot see that it does.
struct Heartbeat: Sendable {
    private static let interval: Duration = .seconds(30)
    /// What is being waited for.
    let subject: String
    /// When the wait ends by itself.
    let deadline: ContinuousClock.Instant
    let clock: MonotonicClock
    /// Where the lines go.
    var say: @Sendable (String) -> Void = { Console.note($0) }

    /// Starts in the background; cancelling the task ends it.
    func start() -> Task<Void, Never> { Task { await beat() } }

    private func beat() async {
        while clock.now.advanced(by: Self.interval) < deadline {
            do throws(NoetlError) {
                try await clock.sleep(for: Self.interval)
            } catch {
                // Cancelled: the wait is over.
                return
            }
            let left = TimeInterval(clock.now.duration(to: deadline).components.seconds)
            say("Still waiting for \(subject); \(Ago.text(left)) left.")
        }
    }
}
