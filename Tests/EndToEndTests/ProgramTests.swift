import NoetlTestSupport
import Subprocess
import Testing

/// The program itself: version, help, and what the parser does not understand.
@Suite("The program", .timeLimit(.minutes(5)))
struct ProgramTests {
    private func run(_ arguments: String..., with variables: [String: String] = [:]) async throws -> ProgramOutcome {
        let home = try TemporaryHome()
        return try await BuiltBinary.noetl.run(
            arguments, environment: ["HOME": home.path, "COLUMNS": "80"].merging(variables) { $1 })
    }

    @Test("--version is one line")
    func version() async throws {
        let outcome = try await run("--version")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("noetl "))
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.error.isEmpty)
    }

    @Test("without arguments, and for a group alone, the help is shown")
    func help() async throws {
        let none = try await run()
        try Goldens().expect("status \(none.status)\n\(none.output)\(none.error)", is: "help")
        let group = try await run("auth")
        #expect(group.status == 0)
        #expect(group.output.contains("USAGE: noetl auth "))
    }

    @Test("the topics of the help are shown, and the help of commands as before")
    func topics() async throws {
        for topic in ["environment", "exit-codes"] {
            let outcome = try await run("help", topic)
            try Goldens().expect("status \(outcome.status)\n\(outcome.output)\(outcome.error)", is: "help-\(topic)")
        }
        let command = try await run("help", "auth", "login")
        #expect(command.status == 0)
        #expect(command.output == (try await run("auth", "login", "--help")).output)
        #expect(try await run("help").output.contains("noetl help exit-codes"))
    }

    @Test("there is no script for other shells")
    func otherShell() async throws {
        let outcome = try await run("completion", "tcsh")
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.error.hasPrefix("The value 'tcsh' is invalid"))
    }

    @Test("an unknown subcommand or flag is three lines at most and status 1")
    func unknown() async throws {
        var text = ""
        for arguments in [
            ["frobnicate"], ["auth", "frobnicate"], ["--frobnicate"], ["context", "use"], ["login"],
            ["contxt", "list"], ["context", "lst"], ["--context", "prod", "auth", "statsu", "--all"],
            ["context", "login", "--brwoser"],
            ["context", "list", "--jsno"], ["help", "nope"], ["help", "auth", "statsu"], ["auth", "log\u{1B}[31min"],
        ] {
            let outcome = try await BuiltBinary.noetl.run(arguments, environment: ["COLUMNS": "80"])
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.error.split(separator: "\n").count <= 3)
            text += "$ noetl \(arguments.joined(separator: " "))\n\(outcome.error)"
        }
        try Goldens().expect(text, is: "unknown-arguments")
    }

    @Test("under --json what the parser does not understand is an error object")
    func unknownAsJSON() async throws {
        let outcome = try await run("auth", "login", "--json", "--frobnicate")
        #expect(outcome.status == 1)
        #expect(outcome.error.isEmpty)
        #expect(outcome.output.contains("\"code\" : \"usage\""))
    }

    @Test("a broken config is no obstacle to help, version and completion", arguments: ["--help", "--version"])
    func brokenConfig(_ flag: String) async throws {
        let home = try TemporaryHome()
        try home.write("contexts: [", to: ".noetl/config.yaml")
        for arguments in [[flag], ["--generate-completion-script", "bash"]] {
            let outcome = try await BuiltBinary.noetl.run(arguments, environment: ["HOME": home.path])
            #expect(outcome.status == 0)
            #expect(!outcome.output.isEmpty)
        }
    }

    @Test("a reader that has left is told nothing, and the status is the one of its signal")
    func unread() async throws {
        let home = try TemporaryHome()
        try home.write("contexts:\n  a:\n    server_url: https://a.acme.com\n", to: ".noetl/config.yaml")
        // The pipe has a reader until it is open for writing, and none after that.
        let script = """
            cd "$HOME" && mkfifo pipe
            (exec <pipe) & exec 3>pipe; wait
            for arguments in --version "context list" "context list --json"; do
                "$NOETL" $arguments >&3 2>>said
                echo "$?"
            done
            cat said
            """
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-c", script],
            environment: .inherit.updating(["HOME": home.path, "NOETL": BuiltBinary.noetl.path]), input: .none,
            output: .string(limit: 4_096), error: .discarded)
        #expect(result.standardOutput == "141\n141\n141\n")
    }
}
