import Foundation
import Testing

/// The frames that reviewers read: text files under `Goldens`, rewritten when `NOETL_RECORD` is set.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Goldens")

    /// Expects `text` to be what the golden of this name holds.
    static func expect(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["NOETL_RECORD"] != nil {
            try Data((text + "\n").utf8).write(to: file)
            return
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(
            text + "\n" == golden, "\(name).txt differs; NOETL_RECORD=1 rewrites it", sourceLocation: sourceLocation)
    }
}
