import Yams

/// The only place that speaks to the YAML library: text in, nodes out, and errors that never quote the text.
struct YAMLReader {
    private let path: String

    /// The root of `source`, or nil when there is nothing but comments; throws `configInvalid`.
    static func read(_ source: SourceText, path: String) throws(NoetlError) -> YAMLNode? {
        try YAMLReader(path: path).root(of: source)
    }

    private func root(of source: SourceText) throws(NoetlError) -> YAMLNode? {
        do {
            try AliasBudget.check(source)
            // `.basic`: every scalar is a text, so that `on` and "on" are the same key.
            let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return nil }
            return try withExtendedLifetime(parser) { try convert(root) }
        } catch let error as NoetlError {
            throw error
        } catch let overrun as AliasBudget.Overrun {
            throw .configInvalid(path, at: overrun.mark, problem: "the aliases make the file too large")
        } catch let error as YamlError {
            throw Self.refusal(error, of: source.text, path: path)
        } catch {
            throw .configInvalid(path, at: nil, problem: "It is not valid YAML")
        }
    }

    private func convert(_ node: Node) throws(NoetlError) -> YAMLNode {
        switch node {
        case .scalar(let scalar):
            return .scalar(
                YAMLScalar(text: scalar.string, style: Self.style(of: scalar), mark: YAMLMark(scalar.mark)))
        case .mapping(let mapping):
            var entries: [YAMLEntry] = []
            entries.reserveCapacity(mapping.count)
            // By index: the library's iterator copies all pairs first.
            for index in mapping.startIndex..<mapping.endIndex {
                let (key, value) = mapping[index]
                entries.append(YAMLEntry(key: try convert(key), value: try convert(value)))
            }
            return .mapping(entries, YAMLMark(mapping.mark))
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item)) }
            return .sequence(items, YAMLMark(sequence.mark))
        case .alias(let alias):
            throw .configInvalid(path, at: YAMLMark(alias.mark), problem: "an alias does not lead anywhere")
        }
    }

    private static func style(of scalar: Node.Scalar) -> YAMLScalar.Style {
        switch scalar.style {
        case .any, .plain: .plain
        case .singleQuoted: .singleQuoted
        case .doubleQuoted: .doubleQuoted
        case .literal, .folded: .block
        }
    }

    /// The library's own descriptions quote the file: only its fixed phrases and places are taken.
    private static func refusal(_ error: YamlError, of text: String, path: String) -> NoetlError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .configInvalid(path, at: YAMLMark(line: mark.line, column: mark.column), problem: problem)
        case .reader(let problem, let offset, _, _):
            return .configInvalid(path, at: offset.map { place(of: $0, in: text) }, problem: problem)
        case .duplicatedKeysInMapping(_, let context):
            let mark = YAMLMark(line: context.mark.line, column: context.mark.column)
            return .configInvalid(path, at: mark, problem: "this key appears twice in the same mapping")
        default:
            return .configInvalid(path, at: nil, problem: "It is not valid YAML")
        }
    }

    private static func place(of offset: Int, in text: String) -> YAMLMark {
        var line = 1
        var column = 1
        for character in text.prefix(offset) {
            if character.isNewline {
                line += 1
                column = 1
            } else {
                column += character.unicodeScalars.count
            }
        }
        return YAMLMark(line: line, column: column)
    }
}

extension YAMLMark {
    /// The library's place; the beginning where it gives none.
    fileprivate init(_ mark: Mark?) { self.init(line: mark?.line ?? 1, column: mark?.column ?? 1) }
}
