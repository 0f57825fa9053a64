import NoetlCore
import Testing

@testable import noetl

/// Which flags choose which mode.
@Suite("Choice of a mode", .timeLimit(.minutes(5)))
struct ModeChoiceTests {
    private static let choices: [([String], ModeChoice)] = [
        ([], .none),
        (["--browser-pkce"], .pkce(loginHint: nil)),
        (["--pkce"], .pkce(loginHint: nil)),
        (["--browser"], .device),
        (["--auth0", "you@example.com"], .pkce(loginHint: "you@example.com")),
        (["--auth0", " first.last@example.com "], .pkce(loginHint: "first.last@example.com")),
        (["--auth0", "you@example.com", "--browser-pkce"], .pkce(loginHint: "you@example.com")),
        (["--auth0", "you@example.com", "--password"], .password(email: "you@example.com")),
        (["--auth0", "you@example.com", "--password-stdin"], .password(email: "you@example.com")),
        (["--auth0", "you@example.com", "--password", "--password-stdin"], .password(email: "you@example.com")),
        (["--password"], .password(email: nil)),
        (["--password-stdin"], .password(email: nil)),
        (["--auth0", "you@example.com", "--password", "--realm", "Staff"], .password(email: "you@example.com")),
        (["--auth0-token", "opaque"], .token(.argument(Secret("opaque"), flag: "--auth0-token"))),
        (["--auth0-token=-abc"], .token(.argument(Secret("-abc"), flag: "--auth0-token"))),
        (["--auth0-token", "-"], .token(.stdin)),
        (["--auth0", sampleToken], .token(.argument(Secret(sampleToken), flag: "--auth0"))),
        (
            ["--auth0-callback-url", sampleAddress],
            .callbackURL(.argument(Secret(sampleAddress), flag: "--auth0-callback-url"))
        ),
        (["--auth0-callback-url", "-"], .callbackURL(.stdin)),
        (["--auth0", "  \(sampleAddress)\n"], .callbackURL(.argument(Secret(sampleAddress), flag: "--auth0"))),
        (
            ["--auth0", "HTTP://app.acme.com/"],
            .callbackURL(.argument(Secret("HTTP://app.acme.com/"), flag: "--auth0"))
        ),
        (["--browser", "--if-needed", "--min-valid", "30m"], .device),
    ]

    @Test("each mode has its flags", arguments: choices)
    func chosen(_ arguments: [String], _ expected: ModeChoice) throws {
        #expect(try mode(arguments) == expected)
    }

    private static let modeFlags: [(flag: String, words: [String])] = [
        ("--browser-pkce", ["--browser-pkce"]), ("--browser", ["--browser"]), ("--password", ["--password"]),
        ("--password-stdin", ["--password-stdin"]), ("--auth0-token", ["--auth0-token", "marker-value"]),
        ("--auth0-callback-url", ["--auth0-callback-url", "https://marker-value"]),
    ]

    /// Every two modes that exclude each other; the two password flags are one mode.
    private static let pairs = modeFlags.indices.flatMap { one in
        modeFlags.indices.compactMap { other -> (Int, Int)? in
            let names: Set = [modeFlags[one].flag, modeFlags[other].flag]
            return one == other || names == ["--password", "--password-stdin"] ? nil : (one, other)
        }
    }

    @Test("two modes are a usage error that names both, in either order", arguments: pairs)
    func conflicts(_ one: Int, _ other: Int) throws {
        let first = Self.modeFlags[one], second = Self.modeFlags[other]
        let error = try failure { _ = try mode(first.words + second.words) }
        #expect(error.code == .usage)
        #expect(error.what.contains("\(first.flag) ") && error.what.contains("\(second.flag) "), "\(error.what)")
        #expect(!error.lines.joined().contains("marker-value"))
    }

    private static let auth0Pairs: [([String], String)] =
        [
            (["--auth0", "you@example.com", "--browser"], "--browser"),
            (["--auth0", "you@example.com", "--auth0-token", "x"], "--auth0-token"),
            (["--auth0", "you@example.com", "--auth0-callback-url", "x"], "--auth0-callback-url"),
        ]
        + [sampleToken, sampleAddress].flatMap { value in
            modeFlags.map { (["--auth0", value] + $0.words, $0.flag) }
        }

    @Test("--auth0 excludes the modes that its value does not belong to", arguments: auth0Pairs)
    func auth0Conflicts(_ arguments: [String], _ flag: String) throws {
        let error = try failure { _ = try mode(arguments) }
        #expect(error.code == .usage)
        #expect(error.what.contains("--auth0 <") && error.what.contains("\(flag) "), "\(error.what)")
        #expect(!error.lines.joined().contains(sampleToken))
    }

    @Test(
        "two flags that both read standard input are a usage error that names both",
        arguments: [
            (["--auth0-token", "-", "--password-stdin"], ["--auth0-token -", "--password-stdin"]),
            (["--auth0-callback-url", "-", "--password-stdin"], ["--auth0-callback-url -", "--password-stdin"]),
            (["--auth0-token", "-", "--auth0-callback-url", "-"], ["--auth0-token -", "--auth0-callback-url -"]),
        ])
    func standardInputTwice(_ arguments: [String], _ names: [String]) throws {
        let error = try failure { _ = try mode(arguments) }
        #expect(error.code == .usage)
        #expect(names.allSatisfy { error.what.contains($0) }, "\(error.what)")
        #expect(error.what.contains("standard input"))
    }

    @Test(
        "a value of no known shape is refused and not echoed",
        arguments: [
            "", " ", "marker", "marker@host", "two@at@marker.com", "a b@marker.com", "marker.marker.marker",
            "ftp://marker.com", "eyJmarker", "-", "marker@.com", "@marker.com",
        ])
    func unrecognised(_ value: String) throws {
        let error = try failure { _ = try mode(["--auth0=\(value)"]) }
        #expect(error == .unrecognisedInput)
        #expect(!error.lines.joined().contains("marker"))
    }

    @Test(
        "a flag that belongs to another mode is refused with what it belongs to",
        arguments: [
            (["--browser", "--realm", "x"], "--realm", "--password"),
            (["--auth0-token", "x", "--realm", "x"], "--realm", "--password"),
            (["--browser", "--min-valid", "30m"], "--min-valid", "--if-needed"),
        ])
    func stray(_ arguments: [String], _ flag: String, _ other: String) throws {
        let error = try failure { _ = try mode(arguments) }
        #expect(error.code == .usage)
        #expect(error.what.contains(flag) && error.why.contains(other), "\(error.lines)")
    }
}
