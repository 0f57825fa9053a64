import Crypto
import Foundation

/// Cleaning of text that somebody else wrote, before it reaches a terminal.
public enum Redaction {
    /// `text` without anything that could move a cursor, start an escape sequence, reorder the line or break it:
    /// harmful scalars go, runs of white space become one blank.
    ///
    /// - Parameters:
    ///   - text: what somebody else wrote.
    ///   - secrets: values that a server may have echoed; each is replaced by `[redacted]`, before anything is cut.
    ///   - limit: how many Unicode scalars are kept; a longer text ends in `…`.
    public static func cleaned(_ text: String, hiding secrets: [Secret] = [], limit: Int = 300) -> String {
        let text = hidden(secrets, in: text)
        if isPlain(text), text.utf8.count <= limit { return text }
        var kept = String.UnicodeScalarView()
        for scalar in withoutBombs(text) {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20, 0x2028, 0x2029:
                if kept.last != " " { kept.append(" ") }
            default:
                if !isHarmful(scalar) { kept.append(scalar) }
            }
        }
        // Counted in scalars: one character may carry any number of accents.
        let trimmed = String(kept).trimmingCharacters(in: .whitespaces).unicodeScalars
        return trimmed.count <= limit ? String(trimmed) : String(trimmed.prefix(limit)) + "…"
    }

    // Printable ASCII with single blanks inside, as nearly every text is: nothing would be changed.
    private static func isPlain(_ text: String) -> Bool {
        var isAfterBlank = true
        for byte in text.utf8 {
            guard (0x20...0x7E).contains(byte), byte != 0x20 || !isAfterBlank else { return false }
            isAfterBlank = byte == 0x20
        }
        return !isAfterBlank
    }

    /// The lines of `text` as they are, with their tabs, and without what else could harm a terminal.
    public static func cleanedLines(_ text: String) -> String {
        let harmless = withoutBombs(text).filter { $0 == "\n" || $0 == "\t" || !isHarmful($0) }
        return String(String.UnicodeScalarView(harmless))
    }

    /// What is left when no character has more marks than are drawn.
    static func withoutBombs(_ text: String) -> [Unicode.Scalar] {
        var marks = MarkCounter()
        return text.unicodeScalars.filter { !marks.isTooMany($0) }
    }

    /// Whether a terminal would obey the scalar instead of showing it: C0, DEL, C1, line separators, bidirectional
    /// and other invisible controls.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        case 0xE0000...0xE007F, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    private static func hidden(_ secrets: [Secret], in text: String) -> String {
        secrets.map { $0.reveal() }.filter { !$0.isEmpty }.reduce(text) { text, secret in
            [secret, PercentEncoding.encode(secret)].reduce(text) {
                $0.replacingOccurrences(of: $1, with: "[redacted]", options: .literal)
            }
        }
    }

    /// Whether two strings are the same bytes, in a time that does not depend on where they differ.
    public static func equalInConstantTime(_ left: String, _ right: String) -> Bool {
        // Comparing digests is what the library does in constant time.
        SHA256.hash(data: Array(left.utf8)) == SHA256.hash(data: Array(right.utf8))
    }
}
