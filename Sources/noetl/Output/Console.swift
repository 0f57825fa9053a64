import Glibc

/// Standard output could not take what a command had to say: a full disk, a closed pipe.
struct OutputFailure: Error {
    let reason: String
}

/// The two streams of the process: results on one, everything for people to read meanwhile on the other.
enum Console {
    /// Writes `text` and a line end to standard output, at once: a buffer would be lost on a signal.
    static func print(_ text: String) throws(OutputFailure) {
        guard let code = write(text + "\n", to: STDOUT_FILENO) else { return }
        throw OutputFailure(reason: String(cString: strerror(code)).lowercased())
    }

    /// Writes `text` and a line end to standard error; there is nobody left to tell when that fails.
    static func note(_ text: String) { _ = write(text + "\n", to: STDERR_FILENO) }

    /// Whether a person sits there: stdin and stderr are terminals.
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Writes all of `text`; returns the system's error code when that failed.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
