import NoetlCore
import Testing

@testable import noetl

/// The parser's own errors, in our words and without secrets.
@Suite("Usage errors", .timeLimit(.minutes(5)))
struct UsageErrorTests {
    /// The error that the parser's complaint about these arguments becomes.
    private func usageError(_ argv: [String]) throws -> NoetlError {
        do {
            _ = try Noetl.parseAsRoot(Noetl.spelledOut(argv))
        } catch {
            return UsageError(argv: argv).noetlError(for: Noetl.message(for: error))
        }
        Issue.record("the arguments were understood")
        throw CancellationError()
    }

    @Test(
        "neither the value of a secret-bearing flag nor a stray word beside one is echoed",
        arguments: [
            ["auth", "login", "--auth0-token", "marker1", "marker2"],
            ["auth", "login", "--auth0-token=marker1", "marker2"],
            ["auth", "login", "marker2", "--auth0-token", "marker1"],
            ["auth", "login", "--auth0", "marker1", "marker2"],
            ["auth", "login", "--auth0-callback-url", "marker1", "marker2"],
            ["auth", "login", "--auth0-client-secret", "marker1", "marker2"],
            ["auth", "login", "--auth0", "you@example.com", "--password", "marker2"],
            ["auth", "login", "--auth0", "you@example.com", "--password=marker1"],
            ["auth", "login", "--password-stdin", "marker2"],
            ["auth", "login", "--password-stdin=marker1"],
            ["catalog", "list", "Playbook", "--session-token", "marker1", "marker2"],
            [
                "context", "add", "a", "--server-url", "https://a.acme.com", "--auth0-client-secret", "marker1",
                "marker2",
            ],
            ["auth", "login", "--auth0-token", "line\nmarker1", "line\nmarker2"],
            ["auth", "login", "--auth0-token", "x=marker1", "y=marker2"],
            ["--auth0-token", "marker1", "auth", "login"], ["auth", "marker1", "--auth0-token", "marker2"],
            ["auth", "login", "--auth0-token", "--marker1"],
            ["auth", "login", "--password", "-marker1"],
        ])
    func secrets(_ argv: [String]) throws {
        let error = try usageError(argv)
        #expect(error.code == .usage)
        #expect(!error.lines.joined(separator: "\n").contains("marker"), "\(error.lines)")
        #expect(error.next.hasPrefix("See: noetl"))
    }

    @Test(
        "what holds no secret is named",
        arguments: [
            (["auth", "login", "--frobnicate"], "--frobnicate"), (["auth", "frobnicate"], "frobnicate"),
            (["auth", "login", "--timeout", "soon"], "soon"),
            (["auth", "login", "--auth0-token", "x", "--timeout", "soon"], "soon"),
            (["context", "add", "a", "--kube-remote-port", "many"], "many"),
        ])
    func named(_ argv: [String], _ word: String) throws {
        #expect(try usageError(argv).what.contains(word))
    }

    @Test(
        "a word that is no command leads to the one that was probably meant",
        arguments: [
            (["login"], "noetl auth login"), (["use", "prod"], "noetl context use"),
            (["contxt", "list"], "noetl context"),
            (["--context", "a", "auth", "statsu"], "noetl auth status"), (["context", "token"], "noetl auth token"),
            (["catalog", "lst", "Playbook"], "noetl catalog list"),
        ])
    func meant(_ argv: [String], _ command: String) throws {
        #expect(try usageError(argv).why == "Did you mean '\(command)'?")
    }

    @Test("a word that is like no command gets the list of them")
    func unlike() throws {
        #expect(
            try usageError(["auth", "frobnicate"]).why == "The commands are: login, status, token, doctor, logout.")
    }

    @Test(
        "the way to the help is that of the command",
        arguments: [
            (["frobnicate"], "See: noetl --help"), (["auth", "login", "--x"], "See: noetl auth login --help"),
            (["--context", "a", "catalog", "list"], "See: noetl catalog list --help"),
        ])
    func help(_ argv: [String], _ text: String) throws {
        #expect(try usageError(argv).next == text)
    }

    @Test("an error is three lines at most and has no control characters")
    func form() throws {
        let error = try usageError(["auth", "login", "--timeout", "a\u{1B}[31m\nb\u{202E}"])
        #expect(error.lines.count <= 3)
        #expect(error.lines.allSatisfy { !$0.unicodeScalars.contains(where: Redaction.isHarmful) })
    }
}
