import Glibc

/// A system call that failed, with what it was for.
struct SystemFault: Error {
    let code: Int32
    /// The path that the call was about.
    let path: String
    private var words: String?

    /// Takes `errno` as the last call left it.
    init(_ path: String) {
        code = errno
        self.path = path
    }

    /// A fault found without a call.
    init(_ path: String, code: Int32) {
        self.code = code
        self.path = path
    }

    /// A fault that no call reports.
    init(_ path: String, words: String) {
        self.init(path, code: EINVAL)
        self.words = words
    }

    /// The fault in words.
    var reason: String {
        if let words { return words }
        let place = Redaction.cleaned(path)
        return switch code {
        case ENOSPC, EDQUOT: "the disk is full (\(place))"
        case EROFS: "\(place) is on a read-only file system"
        case EACCES, EPERM: "permission denied: \(place)"
        case ELOOP: "too many symbolic links: \(place)"
        case ENOTDIR: "part of the path is not a folder: \(place)"
        case EISDIR: "\(place) is a folder"
        case EFBIG: "\(place) is too large"
        default: "\(String(cString: strerror(code))): \(place)"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch code {
        case ENOSPC, EDQUOT: "Free some space, then try again; nothing was lost."
        case EROFS: "Name a file in a writable place with NOETL_CONFIG."
        default: "Give yourself write access, or name another file with NOETL_CONFIG."
        }
    }
}

/// Repeats a system call that a signal interrupted.
func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
