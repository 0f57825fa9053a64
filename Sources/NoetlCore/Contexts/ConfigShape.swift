/// Makes contexts of a parsed file; throws `configInvalid` with the place where the shape is not ours.
struct ConfigShape {
    let path: String

    /// The keys of the file itself.
    enum Key {
        static let current = "current_context"
        static let contexts = "contexts"
        static let merge = "<<"
    }

    /// What the file says; unknown keys may hold anything.
    func contexts(in root: YAMLNode?) throws(NoetlError) -> Contexts {
        guard let root, !root.isNull else { return Contexts() }
        guard let entries = root.entries else { throw invalid(root, "the file must be a mapping of settings") }
        var current: String?
        var all: [Context] = []
        for entry in entries {
            switch entry.name {
            case Key.current: current = try text(entry.value, of: Key.current)
            case Key.contexts: all = try contexts(under: entry.value)
            default: break
            }
        }
        return Contexts(current: current, all: all)
    }

    private func contexts(under node: YAMLNode) throws(NoetlError) -> [Context] {
        guard !node.isNull else { return [] }
        guard let entries = node.entries else { throw invalid(node, "`contexts` must be a mapping of names") }
        var all: [Context] = []
        all.reserveCapacity(entries.count)
        for entry in entries {
            guard let name = entry.name else { throw invalid(entry.key, "the name of a context must be a text") }
            all.append(try ContextEntries(of: entry.value, shape: self).context(named: name, shape: self))
        }
        return all
    }

    /// The text of a scalar, nil when blank.
    func text(_ node: YAMLNode, of key: String) throws(NoetlError) -> String? {
        guard let scalar = node.scalar else { throw invalid(node, "`\(key)` must be a text") }
        return scalar.isBlank ? nil : scalar.text
    }

    /// The port in a scalar, nil when blank or 0.
    func port(_ node: YAMLNode, of key: String) throws(NoetlError) -> Int? {
        guard let text = try text(node, of: key) else { return nil }
        guard let port = Self.port(text) else { throw invalid(node, "`\(key)` must be a number from 0 to 65535") }
        return port == 0 ? nil : port
    }

    /// A port as YAML writes integers: decimal, `0x` or `0o`.
    static func port(_ text: String) -> Int? {
        let number =
            switch text.prefix(2) {
            case "0x": UInt16(text.dropFirst(2), radix: 16)
            case "0o": UInt16(text.dropFirst(2), radix: 8)
            default: UInt16(text)
            }
        return number.map(Int.init)
    }

    /// The error for a node that has no business where it is.
    func invalid(_ node: YAMLNode, _ problem: String) -> NoetlError {
        .configInvalid(path, at: node.mark, problem: problem)
    }
}
