import ArgumentParser
import Foundation
import NoetlCore

/// Names of contexts for a shell that completes a word: from the config file, never from the network.
enum ContextCompletion {
    /// What an argument or option that takes the name of a context offers.
    static var names: CompletionKind { .custom { _, _, _ in offers(to: CompletionShell.requesting) } }

    /// The names as `shell` wants them; none when the file is missing or broken, since nobody is there to read an error.
    private static func offers(to shell: CompletionShell?) -> [String] {
        let environment = Environment(ProcessInfo.processInfo.environment)
        let contexts = ContextStore(environment: environment, home: Surroundings.home(environment))
        guard let all = try? contexts.load().all else { return [] }
        return all.map(\.name).filter(isHarmless).map { escaped($0, for: shell) }
    }

    /// Whether a shell may show it: nothing in it is obeyed by a terminal, and no character is a heap of marks.
    static func isHarmless(_ name: String) -> Bool {
        !name.unicodeScalars.contains(where: Redaction.isHarmful) && Redaction.cleanedLines(name) == name
    }

    /// `name` in such a way that the shell's script takes it as it is.
    static func escaped(_ name: String, for shell: CompletionShell?) -> String {
        switch shell {
        case .bash?:
            // The script hands the names to `compgen -W`, which expands every word: `$(...)` would run.
            name.map { $0.isASCII && !($0.isLetter || $0.isNumber) ? "\\\($0)" : String($0) }.joined()
        case .zsh?:
            // What follows a colon is the description of what stands before it.
            name.map { $0 == ":" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        default: name
        }
    }
}
