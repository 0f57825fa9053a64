import Foundation

/// Where news for the wizard's one thread arrives, from any thread, and where that thread waits.
///
/// Mail travels through a pipe as a retained reference: the kernel keeps the order and is the lock between the threads,
/// and `poll(2)` wakes up for mail and keys alike. A reference is smaller than `PIPE_BUF`, so it is never torn.
final class Inbox<Mail: Sendable>: Sendable {
    /// What a wait brought.
    struct Delivery {
        /// The news, oldest first.
        var mail: [Mail] = []
        /// Whether keys may be waiting at the terminal.
        var hasInput = false
        /// Whether the terminal is gone: no key will ever come.
        var isHungUp = false
    }

    private final class Letter: Sendable {
        let mail: Mail
        init(_ mail: Mail) { self.mail = mail }
    }

    private let pipe: WakeUpPipe

    /// An empty inbox; throws the system's error when no pipe can be made.
    init() throws(POSIXError) { pipe = try WakeUpPipe() }

    deinit { for address in pipe.read() { _ = Self.open(address) } }

    /// Puts `mail` in the box and wakes up who waits; callable from any thread.
    func post(_ mail: Mail) {
        let letter = Unmanaged.passRetained(Letter(mail))
        guard pipe.write(UInt(bitPattern: letter.toOpaque())) else { return letter.release() }
    }

    /// Waits for mail, for input at `descriptor`, or until `timeout` is over, and takes the mail out.
    func wait(watching descriptor: Int32?, for timeout: Duration) -> Delivery {
        // A negative descriptor is one that poll leaves alone.
        var watched = [
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        // A signal may end the wait early: then this was a short wait.
        _ = poll(&watched, nfds_t(watched.count), Self.milliseconds(timeout))
        let input = Int32(watched[1].revents)
        return Delivery(
            mail: pipe.read().compactMap(Self.open), hasInput: input & Int32(POLLIN) != 0,
            isHungUp: input & Int32(POLLHUP | POLLERR | POLLNVAL) != 0)
    }

    private static func open(_ address: UInt) -> Mail? {
        guard let pointer = UnsafeRawPointer(bitPattern: address) else { return nil }
        return Unmanaged<Letter>.fromOpaque(pointer).takeRetainedValue().mail
    }

    private static func milliseconds(_ timeout: Duration) -> Int32 {
        let (seconds, attoseconds) = timeout.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        // Rounded up, so that a wait of less than a millisecond does not spin.
        return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
