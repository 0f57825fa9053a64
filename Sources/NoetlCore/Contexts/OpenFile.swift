import Foundation
import Glibc

/// An open file descriptor, closed when it goes out of use.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens `path`; never inherited by child processes.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemFault) {
        descriptor = uninterrupted { open(path, flags | O_CLOEXEC, mode) }
        self.path = path
        if descriptor < 0 { throw SystemFault(path) }
    }

    deinit { close(descriptor) }

    /// What kind of file it is, and how large.
    func status() throws(SystemFault) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFault(path) }
        return status
    }

    /// All that the file holds now, from its beginning; throws `EFBIG` when that is more than `limit` bytes.
    func readAll(limit: Int) throws(SystemFault) -> Data {
        var result = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = uninterrupted { pread(descriptor, &buffer, buffer.count, off_t(result.count)) }
            if count < 0 { throw SystemFault(path) }
            if count == 0 { return result }
            result.append(contentsOf: buffer[..<count])
            if result.count > limit { throw SystemFault(path, code: EFBIG) }
        }
    }

    /// Writes all of `data`.
    func writeAll(_ data: Data) throws(SystemFault) {
        let bytes = [UInt8](data)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { rest in
                uninterrupted { write(descriptor, rest.baseAddress, rest.count) }
            }
            if count < 0 { throw SystemFault(path) }
            written += count
        }
    }

    /// Sets the permissions, which the umask had a say in.
    func setMode(_ mode: mode_t) throws(SystemFault) {
        guard fchmod(descriptor, mode) == 0 else { throw SystemFault(path) }
    }

    /// Gives the file to somebody; succeeds for root only.
    func give(to owner: uid_t, _ group: gid_t) throws(SystemFault) {
        guard fchown(descriptor, owner, group) == 0 else { throw SystemFault(path) }
    }

    /// Empties the file.
    func truncate() throws(SystemFault) {
        guard uninterrupted({ ftruncate(descriptor, 0) }) == 0 else { throw SystemFault(path) }
    }

    /// Waits until the disk has it.
    func synchronize() throws(SystemFault) {
        guard uninterrupted({ fsync(descriptor) }) == 0 else { throw SystemFault(path) }
    }

    /// Takes the advisory lock unless another open file has it.
    func tryLock() throws(SystemFault) -> Bool {
        if uninterrupted({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        throw SystemFault(path)
    }
}
