import ArgumentParser
import NoetlCore

/// Words for what the parser did not understand, without repeating a value that may be a secret.
struct UsageError {
    let argv: [String]

    private static let secretFlags: Set = [
        "--auth0", "--auth0-token", "--auth0-callback-url", "--auth0-client-secret", "--password", "--password-stdin",
        "--session-token",
    ]

    /// Flags that take no value, so that a word behind them stands on its own.
    private static let switches: Set = [
        "--browser-pkce", "--pkce", "--browser", "--interactive", "--no-browser-open", "--no-save", "--if-needed",
        "--force-login", "--insecure-http", "--json", "--quiet", "--debug", "--all", "--yes", "--set-current",
        "--name-only", "--gateway", "--offline", "--non-interactive", "--detach", "--stop", "--status",
    ]

    /// The error for the parser's `message`.
    func noetlError(for message: String) -> NoetlError {
        let first = message.split(separator: "\n").first.map(String.init) ?? "The arguments were not understood."
        return NoetlError(
            .usage, what: isSafe(message) ? Redaction.cleaned(first, limit: 200) : "An argument was not understood.",
            why: isSafe(message) ? "" : "It is not shown, since it may be a secret.", next: "See: \(commandPath) --help"
        )
    }

    /// Whether the message can be shown: it quotes no word that may be a secret.
    private func isSafe(_ message: String) -> Bool {
        !suspects.contains { !$0.isEmpty && message.contains($0) }
    }

    /// Beside a secret-bearing flag: its value, and every word that stands on its own; a word's lines one by one too.
    private var suspects: [String] {
        let flags = argv.map { String($0.prefix { $0 != "=" }) }
        guard flags.contains(where: Self.secretFlags.contains) else { return [] }
        var suspects: [String] = []
        var previous = ""
        var path = commandPath.split(separator: " ").dropFirst().map(String.init)
        for (word, flag) in zip(argv, flags) {
            if word == path.first {
                path.removeFirst()
            } else if Self.secretFlags.contains(flag), let sign = word.firstIndex(of: "=") {
                suspects.append(String(word[word.index(after: sign)...]))
            } else if !word.hasPrefix("-") || Self.secretFlags.contains(previous) {
                // The value of a flag that holds no secret is the value at fault, and may be named.
                if !takesHarmlessValue(previous) { suspects.append(word) }
            }
            previous = word
        }
        return suspects + suspects.flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
    }

    private func takesHarmlessValue(_ flag: String) -> Bool {
        flag.hasPrefix("--") && !flag.contains("=") && !Self.secretFlags.contains(flag) && !Self.switches.contains(flag)
    }

    /// The command that the arguments reach, as one would type it.
    private var commandPath: String {
        var command: any ParsableCommand.Type = Noetl.self
        var path = ["noetl"]
        for word in argv {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
                continue
            }
            command = next
            path.append(word)
        }
        return path.joined(separator: " ")
    }
}
