/// Where a key and its value stand.
struct EntrySpan {
    /// The key without anchor or tag.
    let key: Range<Int>
    /// After the colon.
    let afterColon: Int
    let value: ValueSpan
}

/// Where a value starts, and in which form it is written.
struct ValueSpan {
    /// The forms that edits tell apart.
    enum Form { case empty, alias, scalar, flow, block }

    let form: Form
    /// The value itself, behind anchor and tag.
    let start: Int
    /// Where its tag starts, if it has one.
    var tag: Int?
    /// Whether other places may refer to it.
    var hasAnchor = false
}

extension SourceMap {
    /// Where `entry` stands; the mapping it is in must not have been reached through an alias.
    func span(of entry: YAMLEntry) -> EntrySpan? {
        guard let key = entry.key.scalar, var start = offset(of: key.mark) else { return nil }
        while byte(start, is: "&") || byte(start, is: "!") { start = skipBlanks(endOfWord(start)) }
        guard let keyEnd = end(of: key, from: start) else { return nil }
        let colon = skipBlanks(keyEnd)
        guard byte(colon, is: ":"), let value = value(of: entry.value, after: colon + 1) else { return nil }
        return EntrySpan(key: start..<keyEnd, afterColon: colon + 1, value: value)
    }

    /// Where the value `node` starts, which is the next thing after `offset`.
    func value(of node: YAMLNode, after offset: Int) -> ValueSpan? {
        let isEmpty = node.scalar.map { $0.style == .plain && $0.text.isEmpty } ?? false
        var start = skipBlanks(offset)
        let isMarked = byte(start, is: "&") || byte(start, is: "!")
        if isEmpty, !isMarked, !byte(start, is: "*") { return ValueSpan(form: .empty, start: offset) }
        start = skipSpace(offset)
        if byte(start, is: "*") { return ValueSpan(form: .alias, start: start) }
        var tag: Int?
        var hasAnchor = false
        while byte(start, is: "&") || byte(start, is: "!") {
            if byte(start, is: "!") { tag = tag ?? start } else { hasAnchor = true }
            let wordEnd = endOfWord(start)
            if isEmpty { return ValueSpan(form: .empty, start: wordEnd, tag: tag, hasAnchor: hasAnchor) }
            start = skipSpace(wordEnd)
        }
        return ValueSpan(form: form(of: node, at: start), start: start, tag: tag, hasAnchor: hasAnchor)
    }

    private func form(of node: YAMLNode, at start: Int) -> ValueSpan.Form {
        switch node {
        case .scalar: .scalar
        case .mapping: byte(start, is: "{") ? .flow : .block
        case .sequence: byte(start, is: "[") ? .flow : .block
        }
    }

    /// The end of the value `node` that starts as `span` says.
    func end(of node: YAMLNode, at span: ValueSpan) -> Int? {
        switch (span.form, node) {
        case (.empty, _): span.start
        case (.alias, _): endOfAlias(span.start)
        case (_, .scalar(let scalar)): end(of: scalar, from: span.start)
        case (.flow, .mapping(let entries, _)): endOfFlow(entries, from: span.start)
        case (_, .mapping(let entries, _)): entries.last.flatMap(end(of:))
        case (.flow, .sequence(let items, _)): endOfFlow(items, from: span.start)
        case (_, .sequence(let items, _)): endOfBlock(items, from: span.start)
        }
    }

    /// The end of a whole entry.
    func end(of entry: YAMLEntry) -> Int? {
        guard let span = span(of: entry) else { return nil }
        return end(of: entry.value, at: span.value)
    }

    private func endOfFlow(_ entries: [YAMLEntry], from start: Int) -> Int? {
        var position = start + 1
        if let last = entries.last {
            guard let end = endOfFlowEntry(last) else { return nil }
            position = skipSpace(end)
            if byte(position, is: ",") { position += 1 }
        }
        position = skipSpace(position)
        return byte(position, is: "}") ? position + 1 : nil
    }

    // `{a}` has a key without a colon.
    private func endOfFlowEntry(_ entry: YAMLEntry) -> Int? {
        if let end = end(of: entry) { return end }
        guard entry.value.scalar?.text == "", let key = entry.key.scalar, let start = offset(of: key.mark) else {
            return nil
        }
        return end(of: key, from: start)
    }

    private func endOfFlow(_ items: [YAMLNode], from start: Int) -> Int? {
        var position = start + 1
        for item in items {
            guard let span = value(of: item, after: position), let end = end(of: item, at: span) else { return nil }
            position = skipSpace(end)
            if byte(position, is: ",") { position += 1 }
        }
        position = skipSpace(position)
        return byte(position, is: "]") ? position + 1 : nil
    }

    private func endOfBlock(_ items: [YAMLNode], from start: Int) -> Int? {
        var position = start
        for item in items {
            position = skipSpace(position)
            guard byte(position, is: "-"), let span = value(of: item, after: position + 1),
                let end = end(of: item, at: span)
            else { return nil }
            position = end
        }
        return position
    }
}
