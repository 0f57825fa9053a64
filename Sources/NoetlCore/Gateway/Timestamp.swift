import Foundation

/// Times as gateways write them.
public enum Timestamp {
    /// Reads RFC 3339 with and without fraction; without a zone it means UTC. Nil for anything else, also for days and
    /// hours that do not exist.
    ///
    /// By hand, because a list of contexts reads one for each: a regular expression is compiled anew for every text.
    public static func parse(_ text: String) -> Date? {
        var reader = TimestampReader(text)
        guard let day = reader.day(), reader.skip("T", "t"), let time = reader.time(), let fraction = reader.fraction(),
            let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        return Date(timeIntervalSince1970: Double(day * 86_400 + time - offset) + fraction)
    }

    /// RFC 3339 in UTC, whole seconds: `2026-11-24T02:14:05Z`.
    public static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}

/// What is left of a time while it is read from the left.
private struct TimestampReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes one of these characters, if it is next.
    mutating func skip(_ wanted: Unicode.Scalar...) -> Bool {
        guard let next = rest.first, wanted.contains(Unicode.Scalar(next)) else { return false }
        rest.removeFirst()
        return true
    }

    /// Days since 1970-01-01, in the Gregorian calendar.
    mutating func day() -> Int? {
        guard let year = number(of: 4), skip("-"), let month = number(of: 2), skip("-"), let day = number(of: 2),
            (1...12).contains(month)
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        // The Julian day number: years begin in March, so that the leap day is the last one.
        let early = (14 - month) / 12
        let years = year + 4_800 - early
        let months = month + 12 * early - 3
        return day + (153 * months + 2) / 5 + 365 * years + years / 4 - years / 100 + years / 400 - 32_045 - 2_440_588
    }

    /// Seconds since midnight.
    mutating func time() -> Int? {
        guard let hour = number(of: 2), skip(":"), let minute = number(of: 2), skip(":"), let second = number(of: 2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// A part of a second, of 12 digits at most; 0 where there is none.
    mutating func fraction() -> Double? {
        guard skip(".") else { return 0 }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...12).contains(digits.count) else { return nil }
        rest.removeFirst(digits.count)
        return Double("0." + String(Substring(digits)))
    }

    /// Seconds that the zone is before UTC; 0 where it is not said.
    mutating func offset() -> Int? {
        if isAtEnd || skip("Z", "z") { return 0 }
        let sign = rest.first == 0x2D ? -1 : 1
        guard skip("+", "-"), let hours = number(of: 2), skip(":"), let minutes = number(of: 2), hours < 24,
            minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private mutating func number(of count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
}
