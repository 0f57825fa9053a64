/// Which texts may stand without quotes: fewer than YAML allows, so that no reader takes one for something else.
enum PlainScalar {
    /// Whether `text` can be written as it is.
    static func holds(_ text: String, inFlow: Bool) -> Bool {
        guard let first = text.unicodeScalars.first, startsText(first) else { return false }
        var previous: Unicode.Scalar = first
        for scalar in text.unicodeScalars {
            guard continuesText(scalar, inFlow: inFlow) else { return false }
            if scalar == " ", previous == " " || previous == ":" { return false }
            previous = scalar
        }
        return previous != " " && previous != ":" && !words.contains(text.lowercased())
    }

    // Numbers and dates start with a digit, a sign or a dot.
    private static func startsText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "/", "_": true
        default: isForeign(scalar)
        }
    }

    private static func continuesText(_ scalar: Unicode.Scalar, inFlow: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "/", "_", "-", ".", "@", "+", "=", "%", "&", "~", "(", ")", " ": true
        case ":", "?": !inFlow
        default: isForeign(scalar)
        }
    }

    // Letters, digits and pictures beyond ASCII; marks and invisible characters are quoted.
    private static func isForeign(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 0xA0 else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse:
            return false
        default: return true
        }
    }

    // Words that some version of YAML, or some program's idea of it, reads as another type.
    private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
}
