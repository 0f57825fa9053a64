/// Finds in a text where the parsed keys and values stand. The YAML library tells only where a node starts, so the
/// ends are found by reading the source along the node; every answer is nil when the source looks otherwise.
struct SourceMap {
    /// The bytes of the text.
    let bytes: [UInt8]
    private let lineStarts: [Int]

    /// Indexes the lines of `source`.
    init(_ source: SourceText) {
        bytes = source.bytes
        lineStarts = Self.starts(of: source.bytes)
    }

    /// The byte at `offset`, or nil past the end.
    func byte(_ offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

    /// Whether the byte at `offset` is this character.
    func byte(_ offset: Int, is character: Unicode.Scalar) -> Bool { byte(offset) == UInt8(ascii: character) }

    /// The offset of a place that the parser gave.
    func offset(of mark: YAMLMark) -> Int? {
        guard lineStarts.indices.contains(mark.line - 1) else { return nil }
        var offset = lineStarts[mark.line - 1]
        for _ in 1..<max(mark.column, 1) {
            guard offset < bytes.count else { return nil }
            offset += 1
            while let next = byte(offset), next & 0xC0 == 0x80 { offset += 1 }
        }
        return offset
    }

    /// Where the line of `offset` starts.
    func lineStart(of offset: Int) -> Int {
        var start = offset
        while start > 0, !bytes[start - 1].endsLine { start -= 1 }
        return start
    }

    /// Where the line of `offset` ends, before its line break.
    func lineEnd(of offset: Int) -> Int {
        var end = offset
        while let next = byte(end), !next.endsLine { end += 1 }
        return end
    }

    /// The start of the line after the one that `offset` is in.
    func nextLine(after offset: Int) -> Int {
        let end = lineEnd(of: offset)
        if byte(end) == .carriageReturn, byte(end + 1) == .newline { return end + 2 }
        return min(end + 1, bytes.count)
    }

    /// The first byte from `offset` on that is neither a blank nor a tab.
    func skipBlanks(_ offset: Int) -> Int {
        var offset = offset
        while let next = byte(offset), next.isBlank { offset += 1 }
        return offset
    }

    /// The first byte from `offset` on that is neither white space nor in a comment.
    func skipSpace(_ offset: Int) -> Int {
        var offset = offset
        while let next = byte(offset) {
            if next.isSpace {
                offset += 1
            } else if next == UInt8(ascii: "#"), offset == 0 || bytes[offset - 1].isSpace {
                offset = lineEnd(of: offset)
            } else {
                break
            }
        }
        return offset
    }

    /// The end of the line of `offset` when nothing but a comment follows.
    func restOfLine(after offset: Int) -> Int? {
        let next = skipBlanks(offset)
        guard let byte = byte(next), !byte.endsLine else { return next }
        return byte == UInt8(ascii: "#") && next > offset ? lineEnd(of: next) : nil
    }

    /// The text between the start of the line and `offset` when it is only blanks.
    func indentation(before offset: Int) -> String? {
        let start = lineStart(of: offset)
        let blanks = bytes[start..<offset]
        return blanks.allSatisfy(\.isBlank) ? String(decoding: blanks, as: UTF8.self) : nil
    }

    // The parser ends a line at each of these: LF, CR, CR LF, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
    private static func starts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        bytes.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                switch bytes[index] {
                case 0x0A: starts.append(index + 1)
                case 0x0D where index + 1 == bytes.count || bytes[index + 1] != 0x0A: starts.append(index + 1)
                case 0x85 where index > 0 && bytes[index - 1] == 0xC2: starts.append(index + 1)
                case 0xA8 where index > 1 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE2,
                    0xA9 where index > 1 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE2:
                    starts.append(index + 1)
                default: break
                }
            }
        }
        return starts
    }
}
