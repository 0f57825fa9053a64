import Crypto

/// Cleaning of text that somebody else wrote, before it reaches a terminal.
public enum Redaction {
    /// `text` without anything that could move a cursor, start an escape sequence, reorder the line or break it:
    /// C0, DEL, C1, line separators and bidirectional controls go; runs of white space become one blank.
    ///
    /// - Parameter limit: how many characters are kept; a longer text ends in `…`.
    public static func cleaned(_ text: String, limit: Int = 300) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20, 0x2028, 0x2029:
                if kept.last != " " { kept.append(" ") }
            case 0x00...0x1F, 0x7F...0x9F: continue
            case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: continue
            case 0xE0000...0xE007F, 0xFFF9...0xFFFB: continue
            default: kept.append(scalar)
            }
        }
        let whole = String(kept)
        var start = whole.startIndex, end = whole.endIndex
        while start < end, whole[start] == " " { start = whole.index(after: start) }
        while end > start, whole[whole.index(before: end)] == " " { end = whole.index(before: end) }
        let trimmed = whole[start..<end]
        return trimmed.count <= limit ? String(trimmed) : trimmed.prefix(limit) + "…"
    }

    /// Whether two strings are the same bytes, in a time that does not depend on where they differ.
    public static func equalInConstantTime(_ left: String, _ right: String) -> Bool {
        // Comparing digests is what the library does in constant time.
        SHA256.hash(data: Array(left.utf8)) == SHA256.hash(data: Array(right.utf8))
    }
}
