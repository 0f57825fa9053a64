/// A value that is about to be written.
indirect enum YAMLValue: Sendable, Equatable {
    case null
    case integer(Int)
    case text(String)
    case settings([YAMLPair])

    /// What a parser will make of it.
    var node: YAMLNode {
        let nowhere = YAMLMark(line: 0, column: 0)
        return switch self {
        case .null: .scalar(YAMLScalar(text: "", style: .plain, mark: nowhere))
        case .integer(let number): .scalar(YAMLScalar(text: String(number), style: .plain, mark: nowhere))
        case .text(let text): .scalar(YAMLScalar(text: text, style: .doubleQuoted, mark: nowhere))
        case .settings(let pairs): .mapping(pairs.map(\.entry), nowhere)
        }
    }
}

/// A key and a value that are about to be written.
struct YAMLPair: Sendable, Equatable {
    let key: String
    let value: YAMLValue

    /// Joins the two.
    init(_ key: String, _ value: YAMLValue) {
        self.key = key
        self.value = value
    }

    /// What a parser will make of it.
    var entry: YAMLEntry { YAMLEntry(key: YAMLValue.text(key).node, value: value.node) }
}
