import Foundation
import NoetlCore
import Testing

/// Times as gateways write them.
@Suite struct TimestampTests {
    @Test(arguments: [
        ("2026-11-24T02:14:05Z", 0.0), ("2026-11-24T02:14:05", 0), ("2026-11-24T02:14:05+00:00", 0),
        ("2026-11-24T02:14:05-00:00", 0), ("2026-11-24T03:14:05+01:00", 0), ("2026-11-23T21:14:05-05:00", 0),
        ("2026-11-24T07:44:05+05:30", 0), ("2026-11-24T02:14:05.5Z", 0.5), ("2026-11-24T02:14:05.123Z", 0.123),
        ("2026-11-24T02:14:05.123456Z", 0.123456), ("2026-11-24T02:14:05.123456789Z", 0.123456789),
        ("2026-11-24T02:14:05.123456", 0.123456), ("2026-11-24T02:14:05.123456+00:00", 0.123456),
        ("2026-11-24T03:14:05.123456+01:00", 0.123456), ("2026-11-23T21:14:05.123456-05:00", 0.123456),
        ("2026-11-24T02:14:05.000000", 0),
    ])
    func `RFC 3339 is read with and without fraction and zone`(text: String, fraction: Double) throws {
        let date = try #require(Timestamp.parse(text))
        #expect(abs(date.timeIntervalSince1970 - (1_795_486_445 + fraction)) < 0.001)
    }

    @Test(arguments: [
        "", " ", "Z", "+", "in a while", "tomorrow", "2026-11-24", "02:14:05", "2026-11-24T", "2026-11-24T02:14",
        "1795486445", "2026-13-24T02:14:05Z",
        "2026-11-24T02:14:05X", "2026-11-24T02:14:05+99:99", "24.11.2026 02:14:05", "null", "\u{0}",
        "2026-11-24T02:14:05.Z", "٢٠٢٦-11-24T02:14:05Z",
    ])
    func `Anything else is no time`(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test(arguments: [
        "2026-11-24T02:14:05Z2026-11-24T02:14:05Z", "2026-11-24T02:14:05Z ", "2026-11-24T02:14:05Z; drop",
        "2026-11-31T02:14:05Z", "2026-11-24T25:14:05Z", "2026-11-24T02:61:05Z",
    ])
    func `A time with something behind it, or of no calendar, is none`(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    // Days since 1970-01-01: `date -u -d 2000-02-29 +%s` / 86400.
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("1970-03-01", 59), ("1972-02-29", 789), ("1972-03-01", 790),
        ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("1999-12-31", 10_956), ("2023-02-28", 19_416),
        ("2023-03-01", 19_417), ("2024-02-28", 19_781), ("2024-02-29", 19_782), ("2024-03-01", 19_783),
        ("2024-12-31", 20_088), ("2025-01-01", 20_089), ("2100-02-28", 47_540), ("2100-03-01", 47_541),
        ("2400-02-29", 157_113), ("1900-02-28", -25_509), ("1900-03-01", -25_508), ("9999-12-31", 2_932_896),
    ])
    func `A day is counted by the Gregorian calendar`(day: String, number: Int) throws {
        let date = try #require(Timestamp.parse("\(day)T00:00:00Z"))
        #expect(date.timeIntervalSince1970 == Double(number * 86_400))
    }

    @Test(arguments: [
        "2023-02-29", "2026-02-29", "2024-02-30", "1900-02-29", "2100-02-29", "2200-02-29", "2000-02-30", "2026-04-31",
        "2026-06-31", "2026-09-31", "2026-12-32", "2026-01-00", "2026-00-01",
    ])
    func `A day that no year has is none`(day: String) {
        #expect(Timestamp.parse("\(day)T00:00:00Z") == nil)
    }

    @Test func `A time is written in UTC and whole seconds`() throws {
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1_795_486_445.9)) == "2026-11-24T02:14:05Z")
        #expect(Timestamp.text(try #require(Timestamp.parse("2026-11-24T03:14:05+01:00"))) == "2026-11-24T02:14:05Z")
    }
}
