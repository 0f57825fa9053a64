import Glibc
import NoetlCore

/// Standard output could not take what a command had to say: a full disk, a closed pipe.
struct OutputFailure: Error {
    let reason: String
    /// Whether the reader has left, as `head` does when it has enough.
    var isUnread = false
}

/// The two streams of the process: results on one, everything for people to read meanwhile on the other.
enum Console {
    /// Writes `text` and a line end to standard output, at once: a buffer would be lost on a signal.
    static func print(_ text: String) throws(OutputFailure) {
        guard let code = write(text + "\n", to: STDOUT_FILENO) else { return }
        throw OutputFailure(reason: String(cString: strerror(code)).lowercased(), isUnread: code == EPIPE)
    }

    /// Writes `text` and a line end to standard error; there is nobody left to tell when that fails.
    static func note(_ text: String) { _ = write(text + "\n", to: STDERR_FILENO) }

    /// Writes a line to standard error that should make somebody think.
    static func warn(_ text: String) { note("\(Paint.notes("Warning:", .warning)) \(text)") }

    /// Writes `text` alone to standard error: a question whose answer stands on the same line.
    static func prompt(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// Opens the null device where a standard stream is closed, or one of our files would take its number.
    static func fillClosedStreams() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 { _ = open("/dev/null", O_RDWR) }
    }

    /// Whether a person sits there: stdin and stderr are terminals.
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Whether this program has the terminal, and is not in the background of a shell, where reading would stop it.
    static var isInForeground: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

    /// Whether text arrives as UTF-8, going by the locale of the environment (POSIX: LC_ALL, then LC_CTYPE, then LANG).
    static func isUTF8(_ environment: Environment) -> Bool {
        let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? "C"
        let name = locale.uppercased().replacing("-", with: "")
        return name.contains("UTF8")
    }

    /// Writes all of `text`; returns the system's error code when that failed.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                // Somebody made the stream non-blocking, as some parents do.
                var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&watched, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
