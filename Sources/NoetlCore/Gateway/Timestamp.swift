import Foundation

/// Times as gateways write them.
public enum Timestamp {
    /// Reads RFC 3339 with and without fraction; without a zone it means UTC. Nil for anything else, also for days and
    /// hours that do not exist.
    public static func parse(_ text: String) -> Date? {
        let form =
            /([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,12})?([Zz]|([+-])([0-9]{2}):([0-9]{2}))?/
        guard let parts = text.wholeMatch(of: form)?.output else { return nil }
        let whole = "\(parts.1)T\(parts.2)Z"
        // The library carries 25:14 over to the next day; what comes back unchanged was a time. A failure is no time.
        guard let date = try? Date.ISO8601FormatStyle().parse(whole), Self.text(date) == whole else { return nil }
        var seconds = parts.3.flatMap { Double("0\($0)") } ?? 0
        if let sign = parts.5, let hours = parts.6.flatMap({ Double($0) }),
            let minutes = parts.7.flatMap({ Double($0) })
        {
            guard hours < 24, minutes < 60 else { return nil }
            seconds -= (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
        }
        return date.addingTimeInterval(seconds)
    }

    /// RFC 3339 in UTC, whole seconds: `2026-11-24T02:14:05Z`.
    public static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
