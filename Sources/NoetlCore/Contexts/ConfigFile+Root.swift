extension ConfigFile {
    /// The entry of the file itself under `key`.
    func rootEntry(_ key: String) -> YAMLEntry? { root?.entries?.first { $0.name == key } }

    /// The entry of the context `name`.
    func contextEntry(_ name: String) -> YAMLEntry? {
        rootEntry(ConfigShape.Key.contexts)?.value.entries?.first { $0.name == name }
    }

    /// Writes in the file's own manner.
    var writer: YAMLWriter { YAMLWriter(lineEnd: source.lineEnd, isJSON: isJSON) }

    // JSON is YAML; what is written into it stays JSON.
    private var isJSON: Bool {
        var bytes = source.bytes.lazy.filter { !$0.isSpace }.makeIterator()
        guard bytes.next() == UInt8(ascii: "{") else { return false }
        let second = bytes.next()
        return second == UInt8(ascii: "\"") || second == UInt8(ascii: "}")
    }

    /// Where the value of the entry `contexts` stands; nil where it cannot be found, or is an alias.
    func contextsSpan(in map: SourceMap) -> ValueSpan? {
        guard let entry = rootEntry(ConfigShape.Key.contexts), let span = map.span(of: entry) else { return nil }
        return span.value.form == .alias ? nil : span.value
    }

    /// Where the entries of the file itself stand.
    func rootSpan(in map: SourceMap) -> ValueSpan? {
        guard let root, let start = map.offset(of: root.mark) else { return nil }
        return map.value(of: root, after: start)
    }

    /// The root with another value for one of its entries.
    func rootReplacing(_ key: String, by value: YAMLNode) -> YAMLNode {
        let entries = (root?.entries ?? []).map { old in
            old.name == key ? YAMLEntry(key: old.key, value: value) : old
        }
        return .mapping(entries, root?.mark ?? YAMLMark(line: 1, column: 1))
    }

    /// The root with another value for the context `name`.
    func rootReplacing(context name: String, by value: YAMLNode) -> YAMLNode {
        guard let contexts = rootEntry(ConfigShape.Key.contexts), var entries = contexts.value.entries,
            let index = entries.firstIndex(where: { $0.name == name })
        else { return .mapping([], YAMLMark(line: 1, column: 1)) }
        entries[index].value = value
        return rootReplacing(ConfigShape.Key.contexts, by: .mapping(entries, contexts.value.mark))
    }

    /// Sets or adds entries of the file itself.
    mutating func editRoot(_ pairs: [YAMLPair], mark: YAMLMark?) throws(NoetlError) {
        guard let root, let entries = root.entries, !entries.isEmpty else { return try begin(with: pairs) }
        let map = SourceMap(source)
        guard let span = rootSpan(in: map) else { throw refusal(at: root.mark) }
        var edit = MappingEdit(entries, at: span, in: map, writer: writer)
        for pair in pairs {
            if pair.key == ConfigShape.Key.contexts, rootEntry(pair.key) == nil {
                edit.append(pair)
            } else {
                edit.set(pair.key, to: pair.value, order: [ConfigShape.Key.current, ConfigShape.Key.contexts])
            }
        }
        guard let edits = edit.edits() else { throw refusal(at: mark ?? root.mark) }
        try commit(edits, expecting: .mapping(edit.result, root.mark), at: mark ?? root.mark)
    }

    /// Writes the first entries of a file that has none.
    private mutating func begin(with pairs: [YAMLPair]) throws(NoetlError) {
        let nowhere = YAMLMark(line: 1, column: 1)
        let expected = YAMLNode.mapping(pairs.map(\.entry), nowhere)
        let lines = pairs.map { writer.block($0, indentation: "", step: "  ") + writer.lineEnd }.joined()
        let bytes = source.bytes
        if let root, !(root.scalar?.text.isEmpty ?? false) {
            let map = SourceMap(source)
            guard let span = rootSpan(in: map), let end = map.end(of: root, at: span),
                !map.hasComment(in: span.start..<end)
            else { throw refusal(at: root.mark) }
            // `{}` or a written null.
            let text = span.form == .flow ? writer.flow(.settings(pairs)) : String(lines.dropLast())
            return try commit([TextEdit(span.start..<end, text)], expecting: expected, at: root.mark)
        }
        // Before the `...` that ends a document.
        let end = bytes.indices.last { start in
            bytes[start...].starts(with: "...".utf8) && (start == 0 || bytes[start - 1].endsLine)
        }
        let place = end ?? bytes.count
        let gap = place == 0 || bytes[place - 1].endsLine ? "" : writer.lineEnd
        try commit([TextEdit(at: place, gap + lines)], expecting: expected, at: nowhere)
    }
}

extension SourceMap {
    /// Whether something that may be a comment stands in `range`.
    func hasComment(in range: Range<Int>) -> Bool { bytes[range].contains(UInt8(ascii: "#")) }

    /// The edits that give settings to an entry whose value is null or `{}`, in a mapping of the form `parent`.
    func filling(
        _ entry: YAMLEntry, in parent: ValueSpan.Form, with pairs: [YAMLPair], writer: YAMLWriter
    ) -> [TextEdit]? {
        guard let span = span(of: entry), span.value.form != .alias, let end = end(of: entry.value, at: span.value),
            !hasComment(in: span.afterColon..<end)
        else { return nil }
        if parent == .flow {
            let text = writer.flow(.settings(pairs))
            return [TextEdit((span.value.tag ?? span.value.start)..<end, span.value.form == .empty ? " " + text : text)]
        }
        guard let indentation = indentation(before: span.key.lowerBound), let lineEnd = restOfLine(after: end) else {
            return nil
        }
        let lines = pairs.map { writer.lineEnd + writer.block($0, indentation: indentation + "  ", step: "  ") }
        // An anchor stays, behind which the settings go on the next line.
        let kept = span.value.hasAnchor ? span.value.start : span.afterColon
        return [TextEdit(kept..<end, ""), TextEdit(at: lineEnd, lines.joined())]
    }
}
