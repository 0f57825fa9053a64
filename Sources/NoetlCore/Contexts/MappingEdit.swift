/// Changes and additions to one mapping, as edits of the text and as the entries that must come out.
struct MappingEdit {
    private let map: SourceMap
    private let writer: YAMLWriter
    private let entries: [YAMLEntry]
    private let isFlow: Bool
    private let start: Int
    private var replaced: [Int: YAMLValue] = [:]
    // What is added behind each entry; under -1, before the first.
    private var added: [Int: [YAMLPair]] = [:]
    private var home: [String: Int] = [:]

    /// Starts with the mapping `entries`, not empty, that stands at `span`.
    init(_ entries: [YAMLEntry], at span: ValueSpan, in map: SourceMap, writer: YAMLWriter) {
        self.map = map
        self.writer = writer
        self.entries = entries
        isFlow = span.form == .flow
        start = span.start
    }

    /// Gives `key` a value, in its place or, when it is new, behind the nearest key that `order` has before it.
    mutating func set(_ key: String, to value: YAMLValue, order: [String]) {
        if let index = entries.firstIndex(where: { $0.name == key }) {
            replaced[index] = value
            return
        }
        let before = order.prefix { $0 != key }
        let index = before.reversed().lazy.compactMap(place(of:)).first ?? -1
        added[index, default: []].append(YAMLPair(key, value))
        home[key] = index
    }

    /// Adds a pair behind all others.
    mutating func append(_ pair: YAMLPair) { added[entries.count - 1, default: []].append(pair) }

    private func place(of key: String) -> Int? { home[key] ?? entries.firstIndex { $0.name == key } }

    /// The entries that the edited text must have.
    var result: [YAMLEntry] {
        var result = added[-1, default: []].map(\.entry)
        for (index, entry) in entries.enumerated() {
            result.append(YAMLEntry(key: entry.key, value: replaced[index]?.node ?? entry.value))
            result += added[index, default: []].map(\.entry)
        }
        return result
    }

    /// The edits of the text, or nil where the text does not allow them.
    func edits() -> [TextEdit]? {
        var edits: [TextEdit] = []
        for (index, value) in replaced {
            guard let span = map.span(of: entries[index]),
                let edit = replacement(of: entries[index].value, at: span, by: value)
            else { return nil }
            edits.append(edit)
        }
        for (index, pairs) in added {
            guard let additions = isFlow ? flowAdditions(pairs, behind: index) : blockAdditions(pairs, behind: index)
            else { return nil }
            edits += additions
        }
        return edits
    }

    private func replacement(of old: YAMLNode, at span: EntrySpan, by value: YAMLValue) -> TextEdit? {
        guard let end = map.end(of: old, at: span.value) else { return nil }
        let text =
            if case .text(let text) = value {
                writer.scalar(text, inFlow: isFlow, style: old.scalar?.style ?? .plain)
            } else {
                writer.flow(value)
            }
        if span.value.form == .empty { return TextEdit(at: span.value.start, " " + text) }
        // A tag would make the new value what the old one was.
        return TextEdit((span.value.tag ?? span.value.start)..<end, text)
    }

    private func blockAdditions(_ pairs: [YAMLPair], behind index: Int) -> [TextEdit]? {
        guard let first = map.span(of: entries[max(index, 0)]),
            let indentation = map.indentation(before: first.key.lowerBound)
        else { return nil }
        let inner = entries[max(index, 0)].value.entries?.first
        let step = inner.flatMap { innerStep(from: indentation, to: $0) } ?? "  "
        let lines = pairs.map { writer.block($0, indentation: indentation, step: step) }
        if index < 0 {
            let text = lines.map { $0 + writer.lineEnd }.joined()
            return [TextEdit(at: map.lineStart(of: first.key.lowerBound), text)]
        }
        guard let end = map.endOfLines(of: entries[index], indentedBy: indentation) else { return nil }
        return [TextEdit(at: end, lines.map { writer.lineEnd + $0 }.joined())]
    }

    private func innerStep(from indentation: String, to inner: YAMLEntry) -> String? {
        guard let offset = map.offset(of: inner.key.mark), let deeper = map.indentation(before: offset),
            deeper.hasPrefix(indentation), deeper.count > indentation.count
        else { return nil }
        return String(deeper.dropFirst(indentation.count))
    }

    private func flowAdditions(_ pairs: [YAMLPair], behind index: Int) -> [TextEdit]? {
        let texts = pairs.map(writer.flow)
        if index < 0 {
            return [TextEdit(at: start + 1, texts.map { $0 + ", " }.joined())]
        }
        guard let span = map.span(of: entries[index]), let end = map.end(of: entries[index]) else { return nil }
        let ownLine = map.indentation(before: span.key.lowerBound).map { writer.lineEnd + $0 }
        let comma = map.skipBlanks(end)
        let hasComma = map.byte(comma, is: ",")
        let next = map.skipBlanks(hasComma ? comma + 1 : end)
        guard let ownLine, map.byte(next, is: "#") else {
            return [TextEdit(at: end, texts.map { "," + (ownLine ?? " ") + $0 }.joined())]
        }
        // A comment at the end of the line belongs to the entry before it.
        let lines = texts.map { ownLine + $0 }.joined(separator: ",") + (hasComma ? "," : "")
        return (hasComma ? [] : [TextEdit(at: end, ",")]) + [TextEdit(at: map.lineEnd(of: next), lines)]
    }
}

extension SourceMap {
    /// The end of the last line that belongs to `entry` of a block mapping: of its value, or of a comment behind it
    /// that is indented deeper than `indentation`.
    func endOfLines(of entry: YAMLEntry, indentedBy indentation: String) -> Int? {
        guard let end = end(of: entry), var last = restOfLine(after: end) else { return nil }
        var next = nextLine(after: last)
        while next < bytes.count {
            let text = skipBlanks(next)
            if byte(text, is: "#"), text - next > indentation.utf8.count {
                last = lineEnd(of: text)
            } else if text < bytes.count, !bytes[text].endsLine {
                break
            }
            next = nextLine(after: text)
        }
        return last
    }
}
