import NoetlCore
import Testing

@testable import noetl

/// Numbers and lengths of time from flags.
@Suite("Amounts", .timeLimit(.minutes(5)))
struct AmountsTests {
    @Test(
        "lengths of time are written with a unit, or as seconds",
        arguments: [
            ("90s", 90), ("30m", 1_800), ("2h", 7_200), ("1d", 86_400), ("45", 45), ("0", 0), ("0s", 0),
            ("999999999", 999_999_999),
        ])
    func durations(_ text: String, _ seconds: Int) throws {
        #expect(try Amounts.duration(text, flag: "--min-valid") == .seconds(seconds))
    }

    @Test(
        "anything else is a usage error that names flag and value",
        arguments: ["", "m", "-5m", "1.5h", "5 m", "5w", "m5", "٣m", "1h30m", "9999999999", "+5m"])
    func noDurations(_ text: String) throws {
        let error = try failure { _ = try Amounts.duration(text, flag: "--min-valid") }
        #expect(error.code == .usage)
        #expect(error.what.contains("--min-valid"))
        #expect(error.why.contains("'\(text)'"))
    }

    @Test("a number out of its range is a usage error that names flag, value and range", arguments: [0, 65_536, -1])
    func ranges(_ value: Int) throws {
        let error = try failure { try Amounts.check(value, in: 1...65_535, flag: "--pkce-port") }
        #expect(error.code == .usage)
        #expect(error.what.contains("--pkce-port"))
        #expect(error.why == "\(value) is not between 1 and 65535.")
    }

    @Test("the ends of a range belong to it", arguments: [1, 65_535])
    func ends(_ value: Int) throws {
        try Amounts.check(value, in: 1...65_535, flag: "--pkce-port")
    }

    @Test(
        "the amounts of a login are checked before anything happens",
        arguments: [
            ["--session-duration-hours", "0"], ["--session-duration-hours", "8761"], ["--timeout", "0"],
            ["--timeout", "86401"], ["--pkce-port", "0"], ["--pkce-port", "65536"],
        ])
    func loginAmounts(_ arguments: [String]) throws {
        let command = try parsedLogin(["--browser"] + arguments)
        let asker = LoginAsker(flags: command.flags, surroundings: Surroundings(command.globals))
        let error = try failure { _ = try asker.choice() }
        #expect(error.code == .usage)
        #expect(error.what.contains(arguments[0]))
    }
}
