/// How many terminal columns a character takes, by the rules of glibc's `wcwidth`, which ncurses lives by.
public enum DisplayWidth {
    /// The columns of one scalar: 0 for what joins the character before it, 2 for wide ones, else 1.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        if joinsPrevious(scalar) { return 0 }
        return isWide(scalar) ? 2 : 1
    }

    /// The columns that `text` takes on a `Surface`, where what could harm a terminal is not drawn at all.
    public static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return Glyph.glyphs(of: text).reduce(0) { $0 + $1.width }
    }

    private static func joinsPrevious(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Vowels and final consonants of Hangul written letter by letter.
        case 0x1160...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x1100 { return false }
        if value >= 0x1F000 && value < 0x20000 {
            return scalar.properties.isEmojiPresentation && !isRegionalIndicator(value) || isWidePictograph(value)
        }
        if value < 0x2E80 {
            return value <= 0x115F || scalar.properties.isEmojiPresentation || value == 0x2329 || value == 0x232A
        }
        return isIdeographic(value)
    }

    private static func isRegionalIndicator(_ value: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(value) }

    private static func isWidePictograph(_ value: UInt32) -> Bool {
        switch value {
        case 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251, 0x1F260...0x1F265: true
        default: false
        }
    }

    private static func isIdeographic(_ value: UInt32) -> Bool {
        switch value {
        case 0x2E80...0x303E, 0x3041...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3: true
        case 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
        case 0x16FE0...0x1B2FB, 0x20000...0x2FFFD, 0x30000...0x3FFFD: true
        default: false
        }
    }
}
