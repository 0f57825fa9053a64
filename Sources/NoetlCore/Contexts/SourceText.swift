import Foundation

/// The bytes of a config file without its byte order mark, and the places in them.
struct SourceText: Sendable, Equatable {
    /// The text, UTF-8.
    let bytes: [UInt8]
    /// Whether a byte order mark came first; it is put back on writing.
    let hasByteOrderMark: Bool
    /// The same as a string.
    let text: String

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes the content of a file; throws `configInvalid` when it is not UTF-8.
    init(_ data: Data, path: String) throws(NoetlError) {
        let all = [UInt8](data)
        let hasMark = all.starts(with: Self.byteOrderMark)
        let bytes = hasMark ? Array(all.dropFirst(3)) : all
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let mark = Self.mark(of: Self.firstInvalid(in: bytes), in: bytes)
            throw .configInvalid(path, at: mark, problem: "this is not text in UTF-8")
        }
        self.init(bytes: bytes, hasByteOrderMark: hasMark, text: text)
    }

    private init(bytes: [UInt8], hasByteOrderMark: Bool, text: String) {
        self.bytes = bytes
        self.hasByteOrderMark = hasByteOrderMark
        self.text = text
    }

    /// What goes into the file.
    var data: Data { Data(hasByteOrderMark ? Self.byteOrderMark + bytes : bytes) }

    /// How the first line ends; `\n` when there is only one.
    var lineEnd: String {
        guard let first = bytes.firstIndex(where: { $0 == .newline || $0 == .carriageReturn }) else { return "\n" }
        if bytes[first] == .newline { return "\n" }
        return first + 1 < bytes.count && bytes[first + 1] == .newline ? "\r\n" : "\r"
    }

    /// The text after `edits`, which do not overlap; those at one place go in the order given.
    func applying(_ edits: [TextEdit]) -> SourceText {
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 1024)
        var position = 0
        for (_, edit) in ordered {
            if edit.range.lowerBound > position { result += bytes[position..<edit.range.lowerBound] }
            result += edit.replacement.utf8
            position = max(position, edit.range.upperBound)
        }
        result += bytes[position...]
        return SourceText(
            bytes: result, hasByteOrderMark: hasByteOrderMark, text: String(decoding: result, as: UTF8.self))
    }

    private static func firstInvalid(in bytes: [UInt8]) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &input) { offset += scalar.count }
        return min(offset, bytes.count)
    }

    private static func mark(of offset: Int, in bytes: [UInt8]) -> YAMLMark {
        let before = bytes[..<offset]
        let line = before.count { $0 == .newline } + 1
        let start = before.lastIndex(of: .newline).map { $0 + 1 } ?? 0
        return YAMLMark(line: line, column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }
}

/// A piece of text that takes the place of another.
struct TextEdit: Sendable {
    let range: Range<Int>
    let replacement: String

    /// Replaces the bytes in `range`.
    init(_ range: Range<Int>, _ replacement: String) {
        self.range = range
        self.replacement = replacement
    }

    /// Inserts before the byte at `offset`.
    init(at offset: Int, _ replacement: String) { self.init(offset..<offset, replacement) }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    /// Whether it is a blank or a tab.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    /// Whether it ends a line, as far as edits care.
    var endsLine: Bool { self == .newline || self == .carriageReturn }
    /// Whether it is a blank, a tab or the end of a line.
    var isSpace: Bool { isBlank || endsLine }
}
