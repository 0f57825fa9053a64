import Foundation
import Glibc

/// The lines of `--debug` while a full screen is shown: a file that only its owner can read, kept for them.
struct TraceFile {
    /// Where it is.
    let path: String
    private let descriptor: Int32

    /// A new file in the folder for temporary ones.
    init() throws(OutputFailure) {
        let folder = NSTemporaryDirectory()
        var template = Array("\(folder.hasSuffix("/") ? folder : folder + "/")noetl-debug-XXXXXX".utf8CString)
        // Made with mode 0600.
        descriptor = mkstemp(&template)
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        guard descriptor >= 0 else {
            throw OutputFailure(reason: "\(folder): \(String(cString: strerror(errno)).lowercased())")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Adds a line; a full disk only costs that.
    func add(_ line: String) { _ = Console.write(line + "\n", to: descriptor) }

    /// Ends it; the file stays.
    func close() { _ = Glibc.close(descriptor) }
}
