extension ConfigFile {
    /// Removes a context with the comment directly above it, and leaves none current when it was. Throws
    /// `contextNotFound`, and `configUnwritable` where other parts of the file refer to it.
    public mutating func delete(_ name: String) throws(NoetlError) {
        guard let entry = contextEntry(name) else { throw notFound(name) }
        let map = SourceMap(source)
        guard let contexts = rootEntry(ConfigShape.Key.contexts), var entries = contexts.value.entries,
            let index = entries.firstIndex(where: { $0.name == name }), let span = contextsSpan(in: map),
            let removal = span.form == .flow
                ? map.flowRemoval(of: index, from: entries)
                : map.blockRemoval(of: index, from: entries, under: contexts)
        else { throw refusal(at: entry.key.mark) }
        entries.remove(at: index)
        let expected = rootReplacing(ConfigShape.Key.contexts, by: .mapping(entries, contexts.value.mark))
        try commit(removal, renamingCurrent: name, to: .null, expecting: expected, at: entry.key.mark)
    }

    /// Gives a context another name, in place. Throws `contextNotFound`, and `usage` when the new name cannot be or
    /// is taken.
    public mutating func rename(_ old: String, to new: String) throws(NoetlError) {
        guard let entry = contextEntry(old) else { throw notFound(old) }
        try ContextName.check(new)
        guard old != new else { return }
        if contextEntry(new) != nil { throw .contextExists(new) }
        let map = SourceMap(source)
        guard let contexts = rootEntry(ConfigShape.Key.contexts), let entries = contexts.value.entries,
            let parent = contextsSpan(in: map), let span = map.span(of: entry), let key = entry.key.scalar
        else { throw refusal(at: entry.key.mark) }
        let text = writer.key(new, inFlow: parent.form == .flow, style: key.style)
        let renamed = entries.map { $0.name == old ? YAMLEntry(key: YAMLValue.text(new).node, value: $0.value) : $0 }
        let expected = rootReplacing(ConfigShape.Key.contexts, by: .mapping(renamed, contexts.value.mark))
        try commit(
            [TextEdit(span.key, text)], renamingCurrent: old, to: .text(new), expecting: expected, at: entry.key.mark)
    }

    /// Commits `edits`, and in the same step what they mean for `current_context`.
    private mutating func commit(
        _ edits: [TextEdit], renamingCurrent name: String, to value: YAMLValue, expecting expected: YAMLNode,
        at mark: YAMLMark
    ) throws(NoetlError) {
        guard contexts.current == name, let root, let entries = root.entries else {
            return try commit(edits, expecting: expected, at: mark)
        }
        let map = SourceMap(source)
        guard let span = rootSpan(in: map) else { throw refusal(at: mark) }
        var edit = MappingEdit(entries, at: span, in: map, writer: writer)
        edit.set(ConfigShape.Key.current, to: value, order: [])
        guard let more = edit.edits() else { throw refusal(at: mark) }
        let result = (expected.entries ?? []).map { entry in
            entry.name == ConfigShape.Key.current ? YAMLEntry(key: entry.key, value: value.node) : entry
        }
        try commit(edits + more, expecting: .mapping(result, root.mark), at: mark)
    }
}
