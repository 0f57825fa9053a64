extension ConfigFile {
    /// Changes the context `name`, or creates it. Throws `usage` for a name or value that cannot be, or for a new
    /// context without a server URL, and `configUnwritable` where the text cannot be edited in place.
    public mutating func apply(_ change: ContextChange, to name: String) throws(NoetlError) {
        if let entry = contextEntry(name) {
            try update(entry, with: change, name: name)
        } else {
            try ContextName.check(name)
            try create(name, with: change)
        }
    }

    /// Makes `name` the current context, or none. Throws `contextNotFound`.
    public mutating func setCurrent(_ name: String?) throws(NoetlError) {
        if let name, contexts[name] == nil { throw notFound(name) }
        guard contexts.current != name else { return }
        let value = name.map(YAMLValue.text) ?? .null
        // The other CLI writes `current_context` first.
        try editRoot([YAMLPair(ConfigShape.Key.current, value)], mark: nil)
    }

    private mutating func update(_ entry: YAMLEntry, with change: ContextChange, name: String) throws(NoetlError) {
        let entries = try ContextEntries(of: entry.value, shape: ConfigShape(path: path))
        let assignments = try FieldAssignment.assignments(for: change, to: entries, of: name)
        guard !assignments.isEmpty else { return }
        let map = SourceMap(source)
        guard let contexts = contextsSpan(in: map), let span = map.span(of: entry), span.value.form != .alias else {
            throw refusal(at: entry.key.mark)
        }
        guard !entries.own.isEmpty else {
            let pairs = assignments.map { YAMLPair($0.key, $0.value) }
            let edits = map.filling(entry, in: contexts.form, with: pairs, writer: writer)
            return try commit(edits, replacing: name, by: pairs.map(\.entry), at: entry)
        }
        var edit = MappingEdit(entries.own, at: span.value, in: map, writer: writer)
        for assignment in assignments { edit.set(assignment.key, to: assignment.value, order: ContextField.allKeys) }
        try commit(edit.edits(), replacing: name, by: edit.result, at: entry)
    }

    private mutating func commit(
        _ edits: [TextEdit]?, replacing name: String, by entries: [YAMLEntry], at entry: YAMLEntry
    ) throws(NoetlError) {
        guard let edits else { throw refusal(at: entry.key.mark) }
        let expected = rootReplacing(context: name, by: .mapping(entries, entry.value.mark))
        try commit(edits, expecting: expected, at: entry.key.mark)
    }

    private mutating func create(_ name: String, with change: ContextChange) throws(NoetlError) {
        let context = YAMLPair(name, .settings(try newSettings(change, of: name)))
        guard let entry = rootEntry(ConfigShape.Key.contexts) else {
            var pairs = [YAMLPair(ConfigShape.Key.contexts, .settings([context]))]
            if rootEntry(ConfigShape.Key.current) == nil {
                pairs.insert(YAMLPair(ConfigShape.Key.current, .null), at: 0)
            }
            return try editRoot(pairs, mark: nil)
        }
        let map = SourceMap(source)
        guard let root = rootSpan(in: map), let span = contextsSpan(in: map) else {
            throw refusal(at: entry.key.mark)
        }
        var edits: [TextEdit]?
        var expected = [context.entry]
        if let entries = entry.value.entries, !entries.isEmpty {
            var edit = MappingEdit(entries, at: span, in: map, writer: writer)
            edit.append(context)
            edits = edit.edits()
            expected = edit.result
        } else {
            edits = map.filling(entry, in: root.form, with: [context], writer: writer)
        }
        guard let edits else { throw refusal(at: entry.key.mark) }
        let result = rootReplacing(ConfigShape.Key.contexts, by: .mapping(expected, entry.value.mark))
        try commit(edits, expecting: result, at: entry.key.mark)
    }

    // The other CLI refuses a file over a context without `server_url`.
    private func newSettings(_ change: ContextChange, of name: String) throws(NoetlError) -> [YAMLPair] {
        let none = try ContextEntries(of: .mapping([], YAMLMark(line: 1, column: 1)), shape: ConfigShape(path: path))
        let assignments = try FieldAssignment.assignments(for: change, to: none, of: name)
        var pairs = assignments.map { YAMLPair($0.key, $0.value) }
        guard pairs.first?.key == "server_url" else { throw .contextNeedsServer(name) }
        if !pairs.contains(where: { $0.key == "runtime" }) { pairs.insert(YAMLPair("runtime", .text("auto")), at: 1) }
        return pairs
    }
}
