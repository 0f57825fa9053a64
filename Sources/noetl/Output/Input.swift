import Dispatch
import Foundation
import Glibc
import NoetlCore

/// One reading of standard input, on a thread that may block, which a cancelled task ends at once.
final class Input: Sendable {
    /// Where a reading ends, and who applies the editing keys.
    enum Extent {
        /// Everything, from a pipe or a file.
        case toEnd
        /// The first line of a pipe or a file; what follows stays for others.
        case firstLine
        /// A line that the terminal itself edits.
        case typedLine
        /// A line of a terminal without line mode: editing keys are applied here.
        case editedLine
    }

    private let extent: Extent
    private let wakeUp: [Int32]

    /// A reading of this extent.
    init(_ extent: Extent) {
        self.extent = extent
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

    /// Hands every line to `take` until the task is cancelled or the input ends; lines that are no UTF-8 are left out.
    func eachLine(_ take: @escaping @Sendable (String) -> Void) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                DispatchQueue.global().async {
                    self.readLines(take)
                    done.resume()
                }
            }
        } onCancel: {
            _ = write(wakeUp[1], "x", 1)
        }
    }

    private func readLines(_ hand: (String) -> Void) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while waitForInput() {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            for byte in buffer.prefix(count) {
                guard case .end = take(byte, into: &bytes) else { continue }
                if case .success(let line) = finish(bytes) { hand(line) }
                bytes = []
            }
            // Nothing that anybody pastes is so long; it is forgotten instead of kept growing.
            if bytes.count > 1 << 20 { bytes = [] }
        }
    }

    private func read() -> Result<String, NoetlError> {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            guard waitForInput() else { return .failure(.cancelled) }
            // One byte at a time where what follows the line belongs to somebody else.
            let count = Glibc.read(STDIN_FILENO, &buffer, extent == .firstLine ? 1 : buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else {
                let isTyped = extent == .typedLine || extent == .editedLine
                return isTyped && bytes.isEmpty ? .failure(.cancelled) : finish(bytes)
            }
            for byte in buffer.prefix(count) {
                switch take(byte, into: &bytes) {
                case .more: continue
                case .end: return finish(bytes)
                case .cancel: return .failure(.cancelled)
                }
            }
            guard bytes.count <= 1 << 20 else { return .failure(Self.unusable("It is larger than a megabyte.")) }
        }
    }

    private enum Progress {
        case more
        case end
        case cancel
    }

    private func take(_ byte: UInt8, into bytes: inout [UInt8]) -> Progress {
        switch (byte, extent) {
        case (_, .toEnd): bytes.append(byte)
        case (0x0A, _), (0x0D, .editedLine): return .end
        case (0x04, .editedLine): return bytes.isEmpty ? .cancel : .end
        case (0x7F, .editedLine), (0x08, .editedLine): Self.erase(&bytes)
        case (0x15, .editedLine): bytes = []
        case (0x17, .editedLine): Self.eraseWord(&bytes)
        // Other control keys are no part of a secret that somebody types.
        case (0x00...0x1F, .editedLine): break
        default: bytes.append(byte)
        }
        return .more
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

    /// Takes the last word away, and the blanks behind it.
    private static func eraseWord(_ bytes: inout [UInt8]) {
        while bytes.last == 0x20 { bytes.removeLast() }
        while let last = bytes.last, last != 0x20 { bytes.removeLast() }
    }

    private static func unusable(_ why: String) -> NoetlError {
        NoetlError(.usage, what: "Standard input was not understood.", why: why, next: "Give one line of text.")
    }
}
