import Foundation

/// The text of a config file together with what it means: a value that knows no disk.
///
/// Edits change the text only where they must, so that comments, order and quoting of all the rest stay. Each edit
/// is checked by parsing the new text; what cannot be done that way is refused, and the text stays as it was.
public struct ConfigFile: Sendable {
    /// What errors call the file.
    let path: String
    private(set) var source: SourceText
    private(set) var root: YAMLNode?
    /// What the text says now.
    public private(set) var contexts: Contexts

    /// Parses `text`; throws `configInvalid`, naming the file as `path`.
    public init(text: String, path: String = "config.yaml") throws(NoetlError) {
        try self.init(data: Data(text.utf8), path: path)
    }

    /// Parses the content of a file; throws `configInvalid`, naming it as `path`.
    public init(data: Data, path: String = "config.yaml") throws(NoetlError) {
        self.path = path
        source = try SourceText(data, path: path)
        root = try YAMLReader.read(source, path: path)
        contexts = try ConfigShape(path: path).contexts(in: root)
    }

    /// What belongs into the file on disk.
    public var data: Data { source.data }

    /// The text, without a byte order mark.
    public var text: String { source.text }

    /// Replaces the text when it then means exactly `expected`; else throws `configUnwritable` and changes nothing.
    mutating func commit(_ edits: [TextEdit], expecting expected: YAMLNode, at mark: YAMLMark?) throws(NoetlError) {
        guard !edits.isEmpty else { return }
        let edited = source.applying(edits)
        guard let parsed = parsed(edited), parsed == expected else { throw refusal(at: mark) }
        contexts = try ConfigShape(path: path).contexts(in: parsed)
        source = edited
        root = parsed
    }

    // The text is our own attempt: why it does not parse tells a person nothing about their file.
    private func parsed(_ edited: SourceText) -> YAMLNode? {
        do throws(NoetlError) { return try YAMLReader.read(edited, path: path) } catch { return nil }
    }

    /// The error for a context that an argument names and the file does not have.
    func notFound(_ name: String) -> NoetlError { .contextNotFound(name, source: .argument, among: contexts) }

    /// The refusal of an edit near `mark`.
    func refusal(at mark: YAMLMark?) -> NoetlError {
        .notEditable(path, at: mark)
    }
}
