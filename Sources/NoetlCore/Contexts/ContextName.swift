import Crypto

/// The rules for the names of contexts.
public enum ContextName {
    /// The most characters (Unicode scalars) a name may have.
    public static let longest = 253

    /// Checks a name; throws `usage` when it is empty, too long or has control characters.
    public static func check(_ name: String) throws(NoetlError) {
        let count = name.unicodeScalars.count
        if count == 0 { throw .badContextName(name, reason: "it is empty") }
        if count > longest { throw .badContextName(name, reason: "it has \(count) characters, \(longest) at most") }
        if name.unicodeScalars.contains(where: isControl) {
            throw .badContextName(name, reason: "it contains control characters")
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // A byte order mark would not survive the file.
        if scalar == "\u{FEFF}" { return true }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The name as one component of a path: percent-encoded, never `.` or `..` or hidden, and short enough for any
    /// file system; different names give different results.
    public static func fileName(for name: String) -> String {
        var encoded = ""
        for (index, byte) in name.utf8.enumerated() {
            if isPlain(byte), !(index == 0 && byte == UInt8(ascii: ".")) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + hex(byte)
            }
        }
        guard encoded.utf8.count > 180 else { return encoded }
        // Too long for a file name with a suffix: its beginning, and a digest that keeps it apart from others.
        let digest = SHA256.hash(data: Array(name.utf8)).prefix(16).map(hex).joined()
        return encoded.prefix(140) + "~" + digest
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
