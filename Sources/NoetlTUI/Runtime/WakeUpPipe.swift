import Foundation

/// A pipe that wakes up a thread that waits in `poll(2)`.
final class WakeUpPipe: Sendable {
    /// Readable when it was rung.
    let readEnd: Int32
    private let writeEnd: Int32

    /// A silent pipe that no child process inherits.
    init() throws(POSIXError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes up who waits; a pipe that is full does so already.
    func ring() {
        var byte: UInt8 = 0
        while write(writeEnd, &byte, 1) < 0, errno == EINTR {}
    }

    /// Takes back all that was rung so far.
    func silence() {
        var bytes = [UInt8](repeating: 0, count: 512)
        while true {
            let count = read(readEnd, &bytes, bytes.count)
            guard count == bytes.count || (count < 0 && errno == EINTR) else { return }
        }
    }
}
