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

    @Test func `A time is written in UTC and whole seconds`() throws {
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1_795_486_445.9)) == "2026-11-24T02:14:05Z")
        #expect(Timestamp.text(try #require(Timestamp.parse("2026-11-24T03:14:05+01:00"))) == "2026-11-24T02:14:05Z")
    }
}
