import Yams

/// Bounds what the aliases of a text can make of it, before the YAML library follows them: ten lines of aliases of
/// aliases stand for a text without end, and the library compares every key of a mapping, however large.
///
/// It looks at the same text with a letter in the place of every `*`, where nothing is followed.
struct AliasBudget {
    /// More nodes than this come of no honest file.
    private let largest: Int
    /// The nodes that an anchor's alias stands for, by its name.
    private var sizes: [String: Int] = [:]

    /// The first node that stands for too much.
    struct Overrun: Error {
        let mark: YAMLMark
    }

    // Printable, of one column as `*` is, and in nobody's config.
    private static let standIn: Unicode.Scalar = "\u{E000}"

    /// Throws `Overrun` when the aliases of `source` would make it far larger than it is, or what the YAML library has
    /// to say of it.
    static func check(_ source: SourceText) throws {
        guard source.bytes.contains(UInt8(ascii: "&")), source.bytes.contains(UInt8(ascii: "*")) else { return }
        var scalars = String.UnicodeScalarView()
        for scalar in source.text.unicodeScalars { scalars.append(scalar == "*" ? standIn : scalar) }
        let parser = try Parser(yaml: String(scalars), resolver: .basic, encoding: .utf8)
        guard let root = try parser.singleRoot() else { return }
        var budget = AliasBudget(largest: source.bytes.count * 2 + 100_000)
        // The parser owns the anchors.
        _ = try withExtendedLifetime(parser) { try budget.size(of: root) }
    }

    private init(largest: Int) { self.largest = largest }

    /// How many nodes `node` stands for; notes what it is called.
    private mutating func size(of node: Node) throws(Overrun) -> Int {
        var size = 1
        switch node {
        case .scalar(let scalar): size += standFor(scalar)
        case .mapping(let mapping):
            for (key, value) in mapping { size += try self.size(of: key) + self.size(of: value) }
        case .sequence(let sequence):
            for item in sequence { size += try self.size(of: item) }
        case .alias: break
        }
        guard size <= largest else {
            throw Overrun(mark: YAMLMark(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1))
        }
        if let anchor = node.anchor { sizes[anchor.rawValue] = size }
        return size
    }

    /// The nodes that the aliases in a scalar stand for: more than one where they stood close together.
    private func standFor(_ scalar: Node.Scalar) -> Int {
        guard scalar.style == .plain || scalar.style == .any else { return 0 }
        let pieces = scalar.string.unicodeScalars.split(separator: Self.standIn, omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(0) { sum, piece in
            let name = piece.prefix { Anchor.permittedCharacters.contains($0) }
            return sum + (sizes[String(String.UnicodeScalarView(name))] ?? 0)
        }
    }
}
