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
        "--browser-pkce", "--pkce", "--browser", "--interactive", "--no-browser-open", "--plain", "--qr", "--no-save",
        "--if-needed",
        "--force-login", "--insecure-http", "--json", "--quiet", "--debug", "--all", "--yes", "--set-current",
        "--name-only", "--gateway", "--offline", "--non-interactive", "--detach", "--stop", "--status",
    ]

    /// The error for the parser's `message`.
    func noetlError(for message: String) -> NoetlError {
        if let unknownCommand { return unknownCommand }
        let first = message.split(separator: "\n").first.map(String.init) ?? "The arguments were not understood."
        return NoetlError(
            .usage, what: isSafe(message) ? Redaction.cleaned(first, limit: 200) : "An argument was not understood.",
            why: isSafe(message) ? "" : "It is not shown, since it may be a secret.", next: "See: \(commandPath) --help"
        )
    }

    /// The error for a word where only the name of a command can stand, with the one that was probably meant.
    ///
    /// Nil where the arguments reach a command that takes words of its own.
    var unknownCommand: NoetlError? {
        let commands = command.configuration.subcommands.map { $0._commandName }
        guard !commands.isEmpty, let word = strayWord, !suspects.contains(word) else { return nil }
        let elsewhere = Self.paths(of: Noetl.self).first { $0.hasSuffix(" \(word)") }
        let meant = elsewhere ?? NearMiss.closest(to: word, among: commands).map { "\(commandPath) \($0)" }
        return NoetlError(
            .usage, what: "There is no command '\(commandPath) \(Redaction.cleaned(word, limit: 60))'.",
            why: meant.map { "Did you mean '\($0)'?" } ?? "The commands are: \(commands.joined(separator: ", ")).",
            next: "See: \(commandPath) --help")
    }

    /// The first word that is neither a command, nor a flag, nor the value of one.
    private var strayWord: String? {
        var path = reached.dropFirst()
        var previous = ""
        for word in argv {
            if let next = path.first, Self.isName(word, of: next) {
                path.removeFirst()
            } else if !word.hasPrefix("-"), !takesHarmlessValue(previous), !Self.secretFlags.contains(previous) {
                return word
            }
            previous = word
        }
        return nil
    }

    /// All commands below one, as one would type them.
    private static func paths(of command: any ParsableCommand.Type, from start: String = "noetl") -> [String] {
        var paths: [String] = []
        for below in command.configuration.subcommands {
            let path = "\(start) \(below._commandName)"
            paths.append(path)
            paths += Self.paths(of: below, from: path)
        }
        return paths
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
        var path = reached.dropFirst()
        for (word, flag) in zip(argv, flags) {
            if let next = path.first, Self.isName(word, of: next) {
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

    private static func isName(_ word: String, of command: any ParsableCommand.Type) -> Bool {
        word == command._commandName || command.configuration.aliases.contains(word)
    }

    private func takesHarmlessValue(_ flag: String) -> Bool {
        flag.hasPrefix("--") && !flag.contains("=") && !Self.secretFlags.contains(flag) && !Self.switches.contains(flag)
    }

    /// The command that the arguments reach, as one would type it.
    private var commandPath: String { reached.map { $0._commandName }.joined(separator: " ") }

    /// The command that the arguments reach.
    private var command: any ParsableCommand.Type { reached.last ?? Noetl.self }

    private var reached: [any ParsableCommand.Type] {
        argv.reduce(into: [Noetl.self]) { path, word in
            let next = path.last?.configuration.subcommands.first { Self.isName(word, of: $0) }
            if let next { path.append(next) }
        }
    }
}
