import Dispatch
import Foundation
import Glibc
import NoetlCore
import NoetlTUI

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
        /// A line of a terminal without echo and line mode: editing keys are applied here.
        case hiddenLine
    }

    /// What others want of the thread that reads.
    private enum Wish {
        case cancel
        case stop
        case resume
    }

    private let extent: Extent
    private let prompt: String
    // Without a pipe (no descriptors left) only the cancelling and the stopping are lost.
    private let wishes = try? Inbox<Wish>()

    /// A reading of this extent; a hidden one shows `prompt` again after a stop.
    init(_ extent: Extent, prompt: String = "") {
        self.extent = extent
        self.prompt = prompt
    }

    /// Stops the process on Ctrl-Z and SIGTSTP for as long as the relay lives, and gives a hidden terminal back before.
    func stoppable() -> SignalRelay? {
        wishes.map { SignalRelay([SIGTSTP, SIGCONT], to: $0, as: { $0 == SIGTSTP ? .stop : .resume }) }
    }

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
            wishes?.post(.cancel)
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
            wishes?.post(.cancel)
        }
    }

    private func readLines(_ hand: (String) -> Void) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while waitForInput(after: &bytes) {
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
            guard waitForInput(after: &bytes) else { return .failure(.cancelled) }
            // One byte at a time where what follows the line belongs to somebody else.
            let count = Glibc.read(STDIN_FILENO, &buffer, extent == .firstLine ? 1 : buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else {
                let isTyped = extent == .typedLine || extent == .hiddenLine
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
        case (0x0A, _), (0x0D, .hiddenLine): return .end
        case (0x04, .hiddenLine): return bytes.isEmpty ? .cancel : .end
        case (0x7F, .hiddenLine), (0x08, .hiddenLine): Self.erase(&bytes)
        case (0x15, .hiddenLine): bytes = []
        case (0x17, .hiddenLine): Self.eraseWord(&bytes)
        // Other control keys are no part of a secret that somebody types.
        case (0x00...0x1F, .hiddenLine): break
        default: bytes.append(byte)
        }
        return .more
    }

    /// Whether there is something to read, instead of a reason to end; a stop forgets what was typed.
    private func waitForInput(after bytes: inout [UInt8]) -> Bool {
        guard let wishes else { return true }
        var isAway = false
        while true {
            if isAway, Console.isInForeground {
                HiddenInput.hide()
                Console.prompt(prompt)
                bytes = []
                isAway = false
            }
            // A shell that brings a job back from its background tells nobody.
            let delivery = wishes.wait(
                watching: isAway ? nil : STDIN_FILENO, for: isAway ? .milliseconds(250) : .seconds(1_000_000))
            if delivery.mail.contains(.cancel) { return false }
            if delivery.mail.contains(.stop) {
                HiddenInput.restoreTerminal()
                JobControl.stop()
                isAway = true
            } else if delivery.mail.contains(.resume), !(Console.isInForeground && HiddenInput.isHidden) {
                // Stopped by force; the shell has the modes that it likes, which at its prompt are much like ours.
                isAway = true
            } else if delivery.hasInput || delivery.isHungUp {
                return true
            }
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
