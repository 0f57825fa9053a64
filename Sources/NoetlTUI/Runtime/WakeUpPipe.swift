import Foundation

/// A pipe that carries numbers from any thread to one.
final class WakeUpPipe: Sendable {
    /// What `poll(2)` watches: readable when a number has arrived.
    let readEnd: Int32
    private let writeEnd: Int32

    /// An empty pipe that no child process inherits.
    init() throws(POSIXError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Reading never waits, `poll` does that; writing does, so that nothing is lost when the reader is slow.
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Sends a number; false when it did not go.
    func write(_ number: UInt) -> Bool {
        withUnsafeBytes(of: number) { bytes in
            while true {
                let count = Foundation.write(writeEnd, bytes.baseAddress, bytes.count)
                if count >= 0 || errno != EINTR { return count == bytes.count }
            }
        }
    }

    /// All numbers that have arrived, oldest first, without waiting.
    func read() -> [UInt] {
        var arrived: [UInt] = []
        var buffer = [UInt](repeating: 0, count: 64)
        while true {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(readEnd, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return arrived }
            arrived += buffer.prefix(count / MemoryLayout<UInt>.size)
        }
    }
}
