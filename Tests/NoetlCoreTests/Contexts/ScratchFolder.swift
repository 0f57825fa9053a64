import Foundation
import Glibc

/// A folder of one test, removed when the test lets go of it.
final class ScratchFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "noetl-contexts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        chmod(url.path, 0o700)
        // Left to the system's own clean-up when this fails.
        try? FileManager.default.removeItem(at: url)
    }

    func file(_ name: String) -> URL { url.appending(path: name) }

    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: file(name))
        chmod(file(name).path, mode)
    }

    func text(of name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

    /// The permissions of what `name` leads to; nil when nothing is there.
    func mode(of name: String) -> mode_t? {
        var status = stat()
        return stat(file(name).path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }
}
