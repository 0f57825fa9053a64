import NoetlCore

/// Numbers from flags, checked where they enter.
enum Amounts {
    /// A whole number in `range`.
    ///
    /// - Throws: `usage` naming flag, value and range.
    static func check(_ value: Int, in range: ClosedRange<Int>, flag: String) throws(NoetlError) {
        guard !range.contains(value) else { return }
        throw NoetlError(
            .usage, what: "The value of \(flag) is out of range.",
            why: "\(value) is not between \(range.lowerBound) and \(range.upperBound).",
            next: "Give a number in that range.")
    }

    /// A length of time: `90s`, `30m`, `2h`, `1d`; a bare number counts seconds.
    ///
    /// - Throws: `usage` naming flag and value.
    static func duration(_ text: String, flag: String) throws(NoetlError) -> Duration {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let unit = text.last.flatMap { units[$0] }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard (1...9).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(digits)
        else {
            throw NoetlError(
                .usage, what: "The value of \(flag) is not a length of time.",
                why: "'\(Redaction.cleaned(text, limit: 40))' was given.",
                next: "Write it like 90s, 30m, 2h or 1d.")
        }
        return .seconds(count * (unit ?? 1))
    }
}
