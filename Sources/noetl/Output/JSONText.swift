import Foundation
import NoetlCore

/// JSON for `--json`: indented, keys sorted, and safe to look at on a terminal.
enum JSONText {
    /// The text of an object made of strings, numbers, arrays, objects and `NSNull`.
    static func object(_ value: [String: Any]) -> String { text(value) }

    /// The text of any such value.
    static func text(_ value: Any) -> String {
        let options: JSONSerialization.WritingOptions = [
            .prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed,
        ]
        guard JSONSerialization.isValidJSONObject([value]),
            let data = try? JSONSerialization.data(withJSONObject: value, options: options)  // Checked just before.
        else { return "null" }
        // The writer leaves blank lines in empty brackets; within strings there are no line ends.
        let json = String(decoding: data, as: UTF8.self)
            .replacingOccurrences(of: #"\[\n\n *\]"#, with: "[]", options: .regularExpression)
            .replacingOccurrences(of: #"\{\n\n *\}"#, with: "{}", options: .regularExpression)
        return harmless(json)
    }

    /// A value that may be missing: `null` then.
    static func optional(_ value: (some Any)?) -> Any { value.map { $0 as Any } ?? NSNull() }

    /// A server's JSON, made readable and harmless.
    static func reformatted(_ data: Data) -> String {
        // It was parsed once before.
        (try? JSONSerialization.jsonObject(with: data)).map(text) ?? "null"
    }

    /// Escapes what JSON may hold raw but a terminal would obey, or could not keep on its line.
    private static func harmless(_ json: String) -> String {
        var text = String.UnicodeScalarView()
        var marks = MarkCounter()
        for scalar in json.unicodeScalars {
            let isBomb = marks.isTooMany(scalar)
            // Line ends between values are the writer's own; within strings they are escaped already.
            if scalar.value > 0x7E, isBomb || Redaction.isHarmful(scalar) {
                for unit in String(scalar).utf16 {
                    text.append(
                        contentsOf: ("\\u" + String(0x1_0000 + UInt32(unit), radix: 16).dropFirst()).unicodeScalars)
                }
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
