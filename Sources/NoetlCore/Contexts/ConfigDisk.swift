import Foundation
import Glibc

/// Reads the config file and puts a new one in its place, so that at every moment the old or the new is there.
struct ConfigDisk {
    let location: ConfigLocation

    /// More than any config: a file this large is something else.
    static let largest = 64 << 20

    /// What the file holds; nothing when it does not exist.
    ///
    /// An empty one is looked at again for 50 ms: noetl 5.3.2, which takes no lock, empties the file before it writes
    /// it, and whoever believed that would write down that there were no contexts.
    func read(waiting wait: () -> Void = { usleep(10_000) }) throws(SystemFault) -> Data {
        for _ in 0..<5 {
            let data = try contents()
            guard data?.isEmpty ?? false else { return data ?? Data() }
            wait()
        }
        return try contents() ?? Data()
    }

    /// What the file holds at this moment; nil when it does not exist.
    private func contents() throws(SystemFault) -> Data? {
        let path = location.path
        // The usual way to say "no config".
        guard path != "/dev/null", let status = try Self.status(of: path) else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { throw SystemFault(path, code: EISDIR) }
        // Opening a pipe would wait for its other end.
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFault(path, words: "it is not a regular file") }
        // Links have been followed: one that appears now is none of the user's.
        return try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW).readAll(limit: Self.largest)
    }

    /// Replaces the file; returns the mode it had, if it existed. On any fault the old file is as it was.
    func replace(with data: Data) throws(SystemFault) -> mode_t? {
        let old = try Self.status(of: location.path)
        if let old { try refuse(old) }
        do throws(SystemFault) {
            try write(data, replacing: old)
            guard rename(location.draft, location.path) == 0 else { throw SystemFault(location.path) }
        } catch {
            unlink(location.draft)
            throw error
        }
        // The new file is in place; a file system that cannot synchronize folders must not make that an error.
        try? OpenFile(location.folder, O_RDONLY | O_DIRECTORY).synchronize()
        return old.map { $0.st_mode & 0o7777 }
    }

    private func write(_ data: Data, replacing old: stat?) throws(SystemFault) {
        // What a killed writer left: we hold the lock, so nobody is writing it.
        if unlink(location.draft) != 0, errno != ENOENT { throw SystemFault(location.draft) }
        let file = try OpenFile(location.draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        try file.setMode(0o600)
        if let old, old.st_uid != geteuid() {
            // Root edits somebody's file: it stays theirs. Others cannot give files away, and need not.
            try? file.give(to: old.st_uid, old.st_gid)
        }
        try file.writeAll(data)
        try file.synchronize()
    }

    /// Throws when the existing file is none that may be replaced.
    func refuse(_ status: stat) throws(SystemFault) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw SystemFault(location.path, code: EISDIR)
        default: throw SystemFault(location.path, words: "it is not a regular file")
        }
        // Replacing would get round a write protection that somebody set on purpose.
        if status.st_mode & 0o200 == 0 { throw SystemFault(location.path, words: "the file is write-protected") }
    }

    /// What is at `path`, links followed; nil when nothing is.
    static func status(of path: String) throws(SystemFault) -> stat? {
        var status = stat()
        if stat(path, &status) == 0 { return status }
        if errno == ENOENT { return nil }
        throw SystemFault(path)
    }
}
