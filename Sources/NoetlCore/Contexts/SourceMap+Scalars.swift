extension SourceMap {
    /// The end of a scalar that starts at `start`.
    func end(of scalar: YAMLScalar, from start: Int) -> Int? {
        switch scalar.style {
        case .plain: return endOfWords(scalar.text, from: start)
        case .singleQuoted: return endOfSingleQuoted(start)
        case .doubleQuoted: return endOfDoubleQuoted(start)
        case .block:
            guard byte(start, is: "|") || byte(start, is: ">") else { return nil }
            let header = lineEnd(of: start)
            return scalar.text.utf8.allSatisfy(\.isSpace) ? header : endOfWords(scalar.text, from: header)
        }
    }

    /// The end of an alias or of an anchor's or a tag's word.
    func endOfWord(_ start: Int) -> Int {
        var end = start
        while let next = byte(end), !next.isSpace { end += 1 }
        return end
    }

    /// The end of `*name`.
    func endOfAlias(_ start: Int) -> Int {
        var end = start + 1
        while let next = byte(end), Self.isAliasByte(next) { end += 1 }
        return end
    }

    private static func isAliasByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The end of a text that the source has with other white space: folding changes nothing else.
    private func endOfWords(_ text: String, from start: Int) -> Int? {
        var position = start
        for byte in text.utf8 where !byte.isSpace {
            while let next = self.byte(position), next.isSpace { position += 1 }
            guard self.byte(position) == byte else { return nil }
            position += 1
        }
        return position
    }

    private func endOfSingleQuoted(_ start: Int) -> Int? {
        guard byte(start, is: "'") else { return nil }
        var position = start + 1
        while let next = byte(position) {
            position += 1
            guard next == UInt8(ascii: "'") else { continue }
            guard byte(position, is: "'") else { return position }
            position += 1
        }
        return nil
    }

    private func endOfDoubleQuoted(_ start: Int) -> Int? {
        guard byte(start, is: "\"") else { return nil }
        var position = start + 1
        while let next = byte(position) {
            position += 1
            if next == UInt8(ascii: "\"") { return position }
            if next == UInt8(ascii: "\\") { position += 1 }
        }
        return nil
    }
}
