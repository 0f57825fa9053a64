import Glibc

/// A script that a test writes and then has executed.
public enum ScriptFile {
    /// The writer did not get it done.
    public struct Failed: Error {
        let path: String
        let status: Int32
    }

    /// Writes `text` into an executable file, for its owner alone; blocks until it stands.
    ///
    /// A process of its own writes it: a file that somebody has open for writing is not executed ("Text file busy"), and a
    /// program that another test starts at this moment would keep our descriptor until it is executed itself. Foundation's
    /// `Process` is no help: it takes a child's end from a socket that such a program may have inherited, too.
    public static func write(_ text: String, to path: String) throws {
        let words = ["/bin/sh", "-c", #"printf %s "$1" >"$2" && chmod 700 "$2""#, "sh", text, path]
        let argv = words.map { strdup($0) }
        defer { argv.forEach { free($0) } }
        var writer = pid_t()
        let failure = posix_spawn(&writer, words[0], nil, nil, argv + [nil], environ)
        guard failure == 0 else { throw Failed(path: path, status: failure) }
        var status: Int32 = 0
        while waitpid(writer, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else { throw Failed(path: path, status: status) }
    }
}
