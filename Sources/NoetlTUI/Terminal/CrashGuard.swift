import CNcurses
import Glibc
import Synchronization

/// Gives the shell its terminal back when the program crashes: nothing else runs any more then.
///
/// While armed, the signals of a crash first write prepared bytes and restore the terminal's modes, then take the way
/// they would have taken, backtrace included. Only one can be armed at a time.
struct CrashGuard: ~Copyable {
    private static let signals: [Int32] = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]
    /// SI_USER, which is not imported.
    private static let sentByProcess: Int32 = 0
    /// The address of the armed guard's `Restoration`; 0 without one. An integer, because pointers are not `Sendable`.
    private static let armed = Atomic<UInt>(0)

    /// Everything the handler needs, in memory that never moves, since it may neither allocate nor lock.
    private struct Restoration {
        let descriptor: Int32
        var modes: termios
        let bytes: UnsafeMutableBufferPointer<UInt8>
        let earlier: UnsafeMutableBufferPointer<sigaction>
    }

    private let restoration: UnsafeMutablePointer<Restoration>

    /// Arms the guard.
    ///
    /// - Parameters:
    ///   - descriptor: the terminal.
    ///   - modes: the terminal's modes as the shell had them.
    ///   - bytes: what brings the terminal back to the shell's screen.
    init(descriptor: Int32, modes: termios, bytes: [UInt8]) {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        _ = copy.initialize(from: bytes)
        let earlier = UnsafeMutableBufferPointer<sigaction>.allocate(capacity: Self.signals.count)
        earlier.initialize(repeating: sigaction())
        restoration = .allocate(capacity: 1)
        let written = UnsafeMutableBufferPointer(rebasing: copy[..<bytes.count])
        restoration.initialize(
            to: Restoration(descriptor: descriptor, modes: modes, bytes: written, earlier: earlier))
        Self.armed.store(UInt(bitPattern: restoration), ordering: .releasing)

        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { signal, information, _ in
            CrashGuard.restore(after: signal, information)
        }
        action.sa_flags = SA_SIGINFO | SA_ONSTACK
        for (index, signal) in Self.signals.enumerated() { sigaction(signal, &action, &earlier[index]) }
    }

    deinit {
        for (index, signal) in Self.signals.enumerated() {
            sigaction(signal, &restoration.pointee.earlier[index], nil)
        }
        Self.armed.store(0, ordering: .releasing)
        restoration.pointee.bytes.baseAddress?.deallocate()
        restoration.pointee.earlier.deallocate()
        restoration.deallocate()
    }

    /// Gives the terminal back without a crash; nobody may draw on it any more.
    static func giveBack() {
        guard let restoration = UnsafeMutablePointer<Restoration>(bitPattern: armed.load(ordering: .acquiring)) else {
            return
        }
        giveBack(restoration)
    }

    private static func giveBack(_ restoration: UnsafeMutablePointer<Restoration>) {
        let descriptor = restoration.pointee.descriptor
        let bytes = restoration.pointee.bytes
        // A terminal that takes nothing must not keep the process here.
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = write(descriptor, bytes.baseAddress, bytes.count)
        tcsetattr(descriptor, TCSANOW, &restoration.pointee.modes)
    }

    private static func restore(after signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?) {
        guard let restoration = UnsafeMutablePointer<Restoration>(bitPattern: armed.load(ordering: .acquiring)) else {
            return
        }
        giveBack(restoration)
        for index in 0..<signals.count { sigaction(signals[index], &restoration.pointee.earlier[index], nil) }
        // A fault happens again by itself on return; a signal that was sent does not. The handlers of Swift and of
        // `abort` count on that, so one that came from outside has to end the process by its default action.
        guard let code = information?.pointee.si_code, code <= 0 else { return }
        if code == sentByProcess { Glibc.signal(signal, SIG_DFL) }
        raise(signal)
    }
}
