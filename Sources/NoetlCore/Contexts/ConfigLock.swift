import Foundation
import Glibc

/// The advisory lock beside the config file: one writer at a time, whatever the process or thread.
struct ConfigLock: ~Copyable {
    private let file: OpenFile

    /// Why the lock was not had.
    enum Failure: Error {
        case fault(SystemFault)
        /// Another writer kept it too long; with its process, if it wrote that down.
        case held(by: Int?)
    }

    /// How long the writer whose turn it is has had the lock. Many writers in turn are no reason to give up: one that does not
    /// let go is.
    struct Turn {
        private let patience: Duration
        private var holder: Int?
        private var since: ContinuousClock.Instant

        init(patience: Duration, since: ContinuousClock.Instant) {
            self.patience = patience
            self.since = since
        }

        /// Whether `holder` (nil: it did not write its process down) has had the lock for as long as we wait for one writer.
        mutating func isOver(holder: Int?, at now: ContinuousClock.Instant) -> Bool {
            if holder != self.holder {
                self.holder = holder
                since = now
            }
            return now - since >= patience
        }
    }

    /// Waits for the lock at `path`, `patience` long for each other writer that has it; blocks its thread.
    init(_ path: String, patience: Duration) throws(Failure) {
        file = try Self.locked(path, patience: patience)
        leaveName()
    }

    deinit {
        // The next one who waits must not blame us. Nothing depends on it.
        try? file.truncate()
    }

    private static func locked(_ path: String, patience: Duration) throws(Failure) -> OpenFile {
        let file = try open(path)
        var turn = Turn(patience: patience, since: .now)
        var pause: UInt32 = 2_000
        while try !lock(file) {
            let holder = holder(file)
            if turn.isOver(holder: holder, at: .now) { throw .held(by: holder) }
            usleep(pause)
            pause = min(pause * 2, 50_000)
        }
        return file
    }

    private static func open(_ path: String) throws(Failure) -> OpenFile {
        do throws(SystemFault) {
            let file = try OpenFile(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
            // The holder's number is written into it, which must not reach a file that somebody linked here.
            let status = try file.status()
            guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1 else {
                throw SystemFault(path, words: "\(Redaction.cleaned(path)) is linked elsewhere, so it is no lock")
            }
            return file
        } catch {
            throw .fault(error)
        }
    }

    private static func lock(_ file: borrowing OpenFile) throws(Failure) -> Bool {
        do throws(SystemFault) { return try file.tryLock() } catch { throw .fault(error) }
    }

    private static func holder(_ file: borrowing OpenFile) -> Int? {
        // Without the holder's name the error says "another program".
        guard let content = try? file.readAll(limit: 64) else { return nil }
        return Int(String(decoding: content, as: UTF8.self).filter { !$0.isWhitespace })
    }

    /// For the error of those who wait; on a full disk they learn less, and the lock still holds.
    private func leaveName() {
        do {
            // A umask could have locked out even ourselves, the next time.
            try file.setMode(0o600)
            try file.truncate()
            try file.writeAll(Data("\(getpid())\n".utf8))
        } catch { return }
    }
}
