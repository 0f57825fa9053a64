/// A place in a text, both counted from 1, columns in Unicode scalars.
struct YAMLMark: Sendable, Equatable {
    let line: Int
    let column: Int
}

/// A parsed value, with the place where it starts; two nodes are equal when they mean the same.
enum YAMLNode: Sendable {
    case scalar(YAMLScalar)
    case mapping([YAMLEntry], YAMLMark)
    case sequence([YAMLNode], YAMLMark)

    /// Where the node starts; for an aliased node, where its anchor does.
    var mark: YAMLMark {
        switch self {
        case .scalar(let scalar): scalar.mark
        case .mapping(_, let mark), .sequence(_, let mark): mark
        }
    }

    /// The scalar, if it is one.
    var scalar: YAMLScalar? {
        if case .scalar(let scalar) = self { scalar } else { nil }
    }

    /// The entries, if it is a mapping.
    var entries: [YAMLEntry]? {
        if case .mapping(let entries, _) = self { entries } else { nil }
    }

    /// Whether it is a null, written out or not at all.
    var isNull: Bool { scalar?.isNull ?? false }
}

/// One key with its value.
struct YAMLEntry: Sendable {
    let key: YAMLNode
    var value: YAMLNode

    /// The key's text, when it is a scalar.
    var name: String? { key.scalar?.text }
}

/// A piece of text and how it was written.
struct YAMLScalar: Sendable {
    /// The ways to write a scalar.
    enum Style: Sendable {
        case plain, singleQuoted, doubleQuoted, block
    }

    let text: String
    let style: Style
    let mark: YAMLMark

    /// Whether it means nothing rather than a text.
    var isNull: Bool {
        guard style == .plain, text.utf8.count <= 4 else { return false }
        return switch text {
        case "", "null", "~", "Null", "NULL": true
        default: false
        }
    }

    /// Whether it says nothing: null or empty.
    var isBlank: Bool { text.isEmpty || isNull }
}

extension YAMLNode: Equatable {
    static func == (left: YAMLNode, right: YAMLNode) -> Bool {
        switch (left, right) {
        case (.scalar(let one), .scalar(let other)):
            one.isNull || other.isNull ? one.isNull == other.isNull : one.text == other.text
        case (.mapping(let one, _), .mapping(let other, _)): one == other
        case (.sequence(let one, _), .sequence(let other, _)): one == other
        default: false
        }
    }
}

extension YAMLEntry: Equatable {
    // Keys by text alone: `~` is a name like any other.
    static func == (left: YAMLEntry, right: YAMLEntry) -> Bool {
        if let one = left.name, let other = right.name {
            one == other && left.value == right.value
        } else {
            left.key == right.key && left.value == right.value
        }
    }
}
