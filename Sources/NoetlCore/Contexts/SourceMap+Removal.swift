extension SourceMap {
    /// The edits that remove one entry of the block mapping under `parent`, with its comments.
    func blockRemoval(of index: Int, from entries: [YAMLEntry], under parent: YAMLEntry) -> [TextEdit]? {
        guard let span = span(of: entries[index]), let indentation = indentation(before: span.key.lowerBound),
            let last = endOfLines(of: entries[index], indentedBy: indentation)
        else { return nil }
        let top = startOfComment(above: lineStart(of: span.key.lowerBound), indentation: indentation)
        let end = endOfGap(behind: nextLine(after: last), and: top)
        // A file whose last line has no line break stays such a file.
        let isOpenEnd = end == bytes.count && bytes.last?.endsLine == false
        let first = isOpenEnd ? lineAbove(top).map(lineEnd(of:)) ?? top : top
        let removal = TextEdit(first..<end, "")
        guard entries.count == 1 else { return [removal] }
        // The other CLI refuses `contexts:` with nothing under it.
        guard let contexts = self.span(of: parent) else { return nil }
        return [TextEdit(at: contexts.afterColon, " {}"), removal]
    }

    // A comment right above, indented alike, speaks of this entry; left behind it would speak of the next.
    private func startOfComment(above lineStart: Int, indentation: String) -> Int {
        var start = lineStart
        while let above = lineAbove(start) {
            let text = skipBlanks(above)
            guard byte(text, is: "#"), text - above == indentation.utf8.count else { break }
            start = above
        }
        return start
    }

    // Of the blank lines around what goes, those above stay.
    private func endOfGap(behind end: Int, and start: Int) -> Int {
        let isGapAbove = lineAbove(start).map(isBlankLine) ?? false
        var end = end
        while isGapAbove, end < bytes.count, isBlankLine(end) { end = nextLine(after: end) }
        return end
    }

    private func lineAbove(_ lineStart: Int) -> Int? {
        guard lineStart > 0 else { return nil }
        let isPair = lineStart > 1 && bytes[lineStart - 1] == .newline && bytes[lineStart - 2] == .carriageReturn
        return self.lineStart(of: lineStart - (isPair ? 2 : 1))
    }

    private func isBlankLine(_ lineStart: Int) -> Bool { byte(skipBlanks(lineStart))?.endsLine ?? false }

    /// The edits that remove one entry of a flow mapping, with its comma.
    func flowRemoval(of index: Int, from entries: [YAMLEntry]) -> [TextEdit]? {
        guard let span = span(of: entries[index]), let end = end(of: entries[index]) else { return nil }
        let comma = skipSpace(end)
        let behind = byte(comma, is: ",") ? comma + 1 : end
        if index + 1 < entries.count, let next = self.span(of: entries[index + 1]) {
            let start = hasComment(in: behind..<next.key.lowerBound) ? behind : next.key.lowerBound
            return [TextEdit(span.key.lowerBound..<start, "")]
        }
        guard index > 0, let previous = self.end(of: entries[index - 1]) else {
            return [TextEdit(span.key.lowerBound..<behind, "")]
        }
        // The last entry takes the comma before it along, unless it has one of its own.
        if !hasComment(in: previous..<span.key.lowerBound) {
            return [TextEdit(previous..<end, "")]
        }
        return [TextEdit(previous..<(skipSpace(previous) + 1), ""), TextEdit(span.key.lowerBound..<end, "")]
    }
}
