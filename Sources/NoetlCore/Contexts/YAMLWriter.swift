/// Writes keys and values so that every YAML reader understands them alike.
struct YAMLWriter {
    /// How lines end.
    let lineEnd: String
    /// Whether the file is JSON, in which every text is quoted.
    let isJSON: Bool

    /// `{a: 1, b: 2}` without the braces, or one scalar.
    func flow(_ value: YAMLValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): String(number)
        case .text(let text): scalar(text, inFlow: true)
        case .settings(let pairs): "{" + pairs.map(flow).joined(separator: ", ") + "}"
        }
    }

    /// `a: 1`.
    func flow(_ pair: YAMLPair) -> String { "\(key(pair.key, inFlow: true)): \(flow(pair.value))" }

    /// The pair as lines of their own, each with its indentation and without the last line break.
    func block(_ pair: YAMLPair, indentation: String, step: String) -> String {
        let key = indentation + key(pair.key, inFlow: false) + ":"
        switch pair.value {
        case .settings(let pairs) where !pairs.isEmpty:
            let lines = pairs.map { block($0, indentation: indentation + step, step: step) }
            return key + lineEnd + lines.joined(separator: lineEnd)
        case .text(let text): return key + " " + scalar(text, inFlow: false)
        default: return key + " " + flow(pair.value)
        }
    }

    /// A key; `style` is how the one it replaces was written.
    func key(_ text: String, inFlow: Bool, style: YAMLScalar.Style = .plain) -> String {
        // A colon in a plain key is right and hard to read.
        text.contains(":") ? quoted(text, style: style) : scalar(text, inFlow: inFlow, style: style)
    }

    /// A text; `style` is how the one it replaces was written.
    func scalar(_ text: String, inFlow: Bool, style: YAMLScalar.Style = .plain) -> String {
        let isQuoted = style == .singleQuoted || style == .doubleQuoted
        if !isJSON, !isQuoted, PlainScalar.holds(text, inFlow: inFlow) { return text }
        return quoted(text, style: style)
    }

    private func quoted(_ text: String, style: YAMLScalar.Style) -> String {
        if style == .singleQuoted, !isJSON, !text.isEmpty, text.unicodeScalars.allSatisfy(isReadable) {
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                result += "\\"
                result.unicodeScalars.append(scalar)
            } else if isReadable(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            }
        }
        return result + "\""
    }

    private func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
