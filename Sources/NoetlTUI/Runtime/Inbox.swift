import Foundation
import NIOConcurrencyHelpers

/// Where news for one thread arrives, from any thread, and where that thread waits.
///
/// A byte in a pipe says that there is mail, so that one `poll(2)` wakes up for mail and keys alike.
public final class Inbox<Mail: Sendable>: Sendable {
    /// What a wait brought.
    public struct Delivery {
        /// The news, oldest first.
        public internal(set) var mail: [Mail] = []
        /// Whether keys may be waiting at the terminal.
        public internal(set) var hasInput = false
        /// Whether the terminal is gone: no key will ever come.
        public internal(set) var isHungUp = false
    }

    private let bell: WakeUpPipe
    private let mail = NIOLockedValueBox<[Mail]>([])

    /// An empty inbox; throws the system's error when no pipe can be made.
    public init() throws(POSIXError) { bell = try WakeUpPipe() }

    /// Puts `mail` in the box and wakes up who waits; callable from any thread, and never waits itself.
    public func post(_ letter: Mail) {
        mail.withLockedValue { $0.append(letter) }
        bell.ring()
    }

    /// Waits for mail, for input at `descriptor`, or until `timeout` is over, and takes the mail out.
    public func wait(watching descriptor: Int32?, for timeout: Duration) -> Delivery {
        // A negative descriptor is one that poll leaves alone.
        var watched = [
            pollfd(fd: bell.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        // A signal may end the wait early: then this was a short wait.
        _ = poll(&watched, nfds_t(watched.count), Self.milliseconds(timeout))
        let input = Int32(watched[1].revents)
        // First the bell, then the mail: a letter that comes in between rings again.
        bell.silence()
        let letters = mail.withLockedValue { letters in
            defer { letters = [] }
            return letters
        }
        return Delivery(
            mail: letters, hasInput: input & Int32(POLLIN) != 0,
            isHungUp: input & Int32(POLLHUP | POLLERR | POLLNVAL) != 0)
    }

    private static func milliseconds(_ timeout: Duration) -> Int32 {
        let (seconds, attoseconds) = timeout.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        // Rounded up, so that a wait of less than a millisecond does not spin.
        return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
