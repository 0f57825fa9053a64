import Foundation
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// The completion scripts, each in its own shell, with a person's keys.
    @Suite("Completion", .timeLimit(.minutes(5)))
    struct CompletionTests {
        /// A shell that reads the script when it starts.
        enum Shell: String, CaseIterable, Sendable {
            case bash, zsh, fish

            /// What starts it; the script is in the file `completion` of the home folder.
            var command: String {
                switch self {
                case .bash: #"bash --noprofile --rcfile "$HOME/bashrc" -i"#
                case .zsh: #"ZDOTDIR="$HOME" zsh -d -i"#
                case .fish:
                    #"fish --no-config -i -C 'source ~/completion; function fish_prompt; printf "ready> "; end'"#
                }
            }
        }

        private static let names = [
            "gke-prod", "my context", "arn:aws:eks", "user@cluster", "it's $(touch ran) `touch ran`", "雪 🚀", "a=b",
        ]

        private func prepare(_ scene: Scene, _ shell: Shell) async throws {
            let home = scene.home
            try home.write("PS1='ready> '\nsource ~/completion\n", to: "bashrc")
            try home.write(
                "PS1='ready> '\nautoload -U compinit\ncompinit -u -d ~/compdump\nsource ~/completion\n", to: ".zshrc")
            let script = try await scene.noetl("completion", shell.rawValue)
            #expect(script.status == 0, "\(script.error)")
            let parsers = try await scene.noetl("--generate-completion-script", shell.rawValue)
            #expect(parsers.output == script.output)
            try home.write(script.output, to: "completion")
            try home.write("", to: "work/gke-prod/file")
            try home.write("", to: "bin/empty")
            for name in ["noetl", "ntl"] {
                try FileManager.default.createSymbolicLink(
                    atPath: home.path(of: "bin/\(name)"), withDestinationPath: BuiltBinary.noetl.path)
            }
        }

        @Test("the name of a context is completed as one word", arguments: Shell.allCases)
        func names(_ shell: Shell) async throws {
            try await Scene.play { scene in
                try await prepare(scene, shell)
                try scene.configure(
                    Self.names.map { "  \"\($0)\":\n    server_url: https://gateway.acme.com\n" }.joined())
                try await Terminal.run(shell: "cd \"$HOME/work\"; \(shell.command)", in: scene) { terminal in
                    try await terminal.wait(for: "ready>")
                    for (typed, name) in [
                        ("noetl context use gk", "gke-prod"), ("noetl context use my", "my context"),
                        ("noetl context use 'my", "my context"), ("noetl context use ar", "arn:aws:eks"),
                        ("noetl context use arn:aws:", "arn:aws:eks"), ("noetl context use user@c", "user@cluster"),
                        ("noetl context use it", "it's $(touch ran) `touch ran`"), ("noetl context use 雪", "雪 🚀"),
                        ("noetl context use a=", "a=b"), ("ntl context use gk", "gke-prod"),
                    ] {
                        try await terminal.press("C-l")
                        try await terminal.type(typed)
                        try await terminal.press("Tab", "Enter")
                        try await terminal.wait(for: "Switched to context '\(name)'")
                    }
                    try await terminal.press("C-l")
                    try await terminal.type("noetl context current --name-only --context arn:a")
                    try await terminal.press("Tab", "Enter")
                    try await terminal.wait(for: "\narn:aws:eks")
                    for (typed, says) in [
                        ("noetl context set-runtime dis", "Context 'gke-prod' has the runtime distributed now."),
                        (
                            "noetl context port-forward --status gk",
                            "The port-forward of context 'gke-prod' is not running."
                        ),
                        ("noetl context rename gk", "Missing expected argument '<new>'"),
                    ] {
                        try await terminal.press("C-l")
                        try await terminal.type("noetl context use gke-prod")
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "Switched to context 'gke-prod'")
                        try await terminal.type(typed)
                        try await terminal.press("Tab", "Enter")
                        try await terminal.wait(for: says)
                    }
                    try await terminal.type("noetl auth sta")
                    try await terminal.press("Tab")
                    try await terminal.wait(for: "noetl auth status")
                }
                #expect(!scene.home.has("work/ran"))
                #expect(scene.sandbox.requests.isEmpty)
            }
        }

        @Test(
            "a missing or broken config offers nothing and says nothing",
            arguments: Shell.allCases, [nil, "contexts: [", "contexts: 7"] as [String?])
        func silence(_ shell: Shell, _ config: String?) async throws {
            try await Scene.play { scene in
                try await prepare(scene, shell)
                try FileManager.default.removeItem(atPath: scene.home.configPath)
                if let config { try scene.home.write(config, to: ".noetl/config.yaml") }
                try await Terminal.run(shell: "cd \"$HOME/work\"; \(shell.command)", in: scene) { terminal in
                    try await terminal.wait(for: "ready>")
                    try await terminal.type("noetl context use gk")
                    try await terminal.press("Tab")
                    try await terminal.type("x")
                    try await terminal.wait(for: "ready> noetl context use gkx")
                    #expect(try await terminal.screen == "ready> noetl context use gkx")
                }
            }
        }
    }
}
