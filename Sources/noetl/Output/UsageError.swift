import ArgumentParser
import NoetlCore

/// Words for what the parser did not understand, without repeating a value that may be a secret.
struct UsageError {
    let argv: [String]

    private static let secretFlags: Set = [
        "--auth0", "--auth0-token", "--auth0-callback-url", "--auth0-client-secret", "--password", "--password-stdin",
        "--session-token",
    ]

    /// The error for the parser's `message`.
    func noetlError(for message: String) -> NoetlError {
        let first = message.split(separator: "\n").first.map(String.init) ?? "The arguments were not understood."
        return NoetlError(
            .usage, what: isSafe(first) ? Redaction.cleaned(first, limit: 200) : "An argument was not understood.",
            why: isSafe(first) ? "" : "It is not shown, since it may be a secret.", next: "See: \(commandPath) --help")
    }

    /// Whether the message can be shown: it quotes none of the words that stand beside a secret-bearing flag.
    private func isSafe(_ message: String) -> Bool {
        let flags = argv.map { $0.prefix { $0 != "=" } }
        guard flags.contains(where: { Self.secretFlags.contains(String($0)) }) else { return true }
        return !argv.contains { word in
            let value =
                word.hasPrefix("--") && !word.contains("=")
                    && word.dropFirst(2).allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }
                ? "" : word.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
            return !value.isEmpty && !names.contains(value) && message.contains(value)
        }
    }

    private var names: [String] { commandPath.split(separator: " ").map(String.init) }

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
