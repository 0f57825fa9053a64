import Foundation

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
    /// program that another test starts at this moment would keep our descriptor until it is executed itself.
    public static func write(_ text: String, to path: String) throws {
        let writer = Process()
        writer.executableURL = URL(filePath: "/bin/sh")
        writer.arguments = ["-c", #"printf %s "$1" >"$2" && chmod 700 "$2""#, "sh", text, path]
        try writer.run()
        writer.waitUntilExit()
        guard writer.terminationStatus == 0 else { throw Failed(path: path, status: writer.terminationStatus) }
    }
}
