import Foundation
import Testing

/// Texts that reviewers read: files in a folder, rewritten when `NOETL_RECORD` is set.
public struct Goldens: Sendable {
    private let folder: URL

    /// The goldens in the folder `Goldens` beside a source file.
    public init(beside source: String = #filePath) {
        var folder = URL(filePath: source).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Goldens").path()), folder.path() != "/" {
            folder.deleteLastPathComponent()
        }
        self.folder = folder.appending(path: "Goldens")
    }

    /// Expects `text` to be what the golden of this name holds.
    public func expect(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let text = text.hasSuffix("\n") ? text : text + "\n"
        let file = folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["NOETL_RECORD"] != nil {
            return try Data(text.utf8).write(to: file)
        }
        guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
            // Nothing to compare with is a failure, too: a golden is reviewed before it counts.
            Issue.record("\(name).txt is missing; NOETL_RECORD=1 writes it", sourceLocation: sourceLocation)
            return
        }
        #expect(text == golden, "\(name).txt differs; NOETL_RECORD=1 rewrites it", sourceLocation: sourceLocation)
    }
}

/// Puts names in place of what is another text in every run.
public struct Placeholders: Sendable {
    /// Texts that stand for one thing in a run (an address, a folder), and their names.
    private let literals: [(text: String, name: String)]

    /// What has a shape of its own, wherever it comes from.
    private static let shapes = [
        (#"eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"#, "<JWT>"),
        (#"\b(state|nonce|code_challenge)=[A-Za-z0-9_-]+"#, "$1=<$1>"),
        (#"\b[0-9a-f]{32}\b"#, "<SESSION>"),
        (#"\b[0-9a-f]{6}\.\.\.[0-9a-f]{4}\b"#, "<MASKED>"),
        (#"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"#, "<TIME>"),
        // One minute more or less is the machine's.
        (#"\bin 7h 5[0-9]m"#, "in 7h 59m"),
        (#"\b7h 5[0-9]m left"#, "7h 59m left"),
        (#"\b[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\b"#, "<CODE>"),
    ]

    /// Names for these texts, the longest first.
    public init(_ literals: [String: String] = [:]) {
        self.literals = literals.map { ($0.key, $0.value) }.sorted { $0.text.count > $1.text.count }
    }

    /// `text` as it reads in every run.
    public func apply(to text: String) -> String {
        var text = text
        for (pattern, name) in Self.shapes {
            text = text.replacingOccurrences(of: pattern, with: name, options: .regularExpression)
        }
        for (literal, name) in literals { text = text.replacingOccurrences(of: literal, with: name) }
        return text
    }
}
