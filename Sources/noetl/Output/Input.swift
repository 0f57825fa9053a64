import Dispatch
import Foundation
import Glibc
import NoetlCore

/// One reading of standard input, on a thread that may block, which a cancelled task ends at once.
final class Input: Sendable {
    private let isLine: Bool
    private let isEdited: Bool
    private let wakeUp: [Int32]

    /// - Parameters:
    ///   - isLine: stop at the first line end, instead of at the end of input.
    ///   - isEdited: apply erase keys ourselves, since the terminal's line mode is off.
    init(isLine: Bool, isEdited: Bool) {
        self.isLine = isLine
        self.isEdited = isEdited
        var ends: [Int32] = [-1, -1]
        // Without a pipe (no descriptors left) only the cancelling is lost.
        _ = Glibc.pipe(&ends)
        wakeUp = ends
    }

    deinit { for end in wakeUp where end >= 0 { close(end) } }

    /// The text, without its line end.
    ///
    /// - Throws: `cancelled` when the task is, or the person pressed Ctrl-D on an empty line; `usage` for input that is
    ///   no UTF-8 or is larger than a megabyte.
    func text() async throws(NoetlError) -> String {
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                DispatchQueue.global().async { done.resume(returning: self.read()) }
            }
        } onCancel: {
            _ = write(wakeUp[1], "x", 1)
        }
        return try outcome.get()
    }

    private func read() -> Result<String, NoetlError> {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            guard waitForInput() else { return .failure(.cancelled) }
            let count = Glibc.read(STDIN_FILENO, &buffer, isLine && !isEdited ? 1 : buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return isEdited ? .failure(.cancelled) : finish(bytes) }
            for byte in buffer.prefix(count) {
                switch byte {
                case 0x0A where isLine, 0x0D where isLine: return finish(bytes)
                case 0x04 where isEdited && bytes.isEmpty: return .failure(.cancelled)
                case 0x7F where isEdited, 0x08 where isEdited: Self.erase(&bytes)
                case 0x15 where isEdited: bytes = []
                default: bytes.append(byte)
                }
            }
            guard bytes.count <= 1 << 20 else { return .failure(Self.unusable("It is larger than a megabyte.")) }
        }
    }

    /// Whether there is something to read, instead of a reason to stop.
    private func waitForInput() -> Bool {
        var watched = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUp[0], events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let ready = poll(&watched, nfds_t(watched.count), -1)
            if ready < 0, errno == EINTR { continue }
            return watched[1].revents == 0
        }
    }

    private func finish(_ bytes: [UInt8]) -> Result<String, NoetlError> {
        var bytes = bytes
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .failure(Self.unusable("It is not valid UTF-8."))
        }
        return .success(text)
    }

    /// Takes the last character away, whole.
    private static func erase(_ bytes: inout [UInt8]) {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }

    private static func unusable(_ why: String) -> NoetlError {
        NoetlError(.usage, what: "Standard input was not understood.", why: why, next: "Give one line of text.")
    }
}
