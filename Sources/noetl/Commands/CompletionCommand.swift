import ArgumentParser
import NoetlCore

/// `noetl completion`: the script that makes a shell complete our words.
struct CompletionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print the completion script of a shell.",
        discussion: """
            Commands, flags and the names of contexts are completed, all without the
            network.

            EXAMPLES:
              noetl completion bash > ~/.local/share/bash-completion/completions/noetl
              noetl completion zsh > ~/.zfunc/_noetl   # a folder of $fpath
              noetl completion fish > ~/.config/fish/completions/noetl.fish
            """)

    /// The shells there are scripts for.
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        /// The parser's name for it.
        var shell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws { try Console.print(CompletionScript.text(for: shell.shell)) }
}
