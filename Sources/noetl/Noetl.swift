import ArgumentParser
import Glibc
import NoetlCore

/// The program: parses, runs one command, and turns every failure into three lines and a status.
@main struct Noetl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "noetl",
        abstract: "Log in to a NoETL gateway and work with its contexts.",
        discussion: """
            EXAMPLES:
              noetl context add prod --server-url https://gateway.acme.com
              noetl auth login --browser-pkce
              noetl --context prod catalog list Playbook

            TOPICS:
              noetl help environment   The variables that it reads.
              noetl help exit-codes    The statuses and error codes for scripts.
            """,
        version: "noetl \(NoetlVersion.current)",
        subcommands: [Auth.self, ContextCommand.self, Catalog.self, TUICommand.self, CompletionCommand.self])

    @OptionGroup var globals: GlobalFlags

    static func main() async {
        MemoryGuard.raise()
        Console.fillClosedStreams()
        let argv = Array(CommandLine.arguments.dropFirst())
        let report = ErrorReport(argv: argv)
        Glibc.exit(await Interruption.watch(lastWords: report.printCancelled) { await status(of: argv) })
    }

    /// Runs the command of `argv` and gives the exit status; nothing escapes from here.
    static func status(of argv: [String]) async -> Int32 {
        do {
            if let topic = HelpTopic(argv: argv) {
                try Console.print(topic.text)
                return ExitStatus.success
            }
            // The parser shows the help of the program for what is no command.
            if argv.first == "help", let error = UsageError(argv: Array(argv.dropFirst())).unknownCommand {
                throw error
            }
            var command = try await asyncParseAsRoot(spelledOut(argv))
            if var slow = command as? any AsyncParsableCommand { try await slow.run() } else { try command.run() }
            return ExitStatus.success
        } catch let error as NoetlError {
            return ErrorReport(argv: argv).print(error)
        } catch let error as OutputFailure {
            return report(error)
        } catch let status as ExitCode {
            return status.rawValue
        } catch {
            return report(parsing: error, of: argv)
        }
    }

    /// `--name=` as `--name ''`: the parser takes the former for a flag without a value, and people clear settings so.
    static func spelledOut(_ argv: [String]) -> [String] {
        let options = argv.prefix { $0 != "--" }
        return options.flatMap { word in
            word.hasPrefix("--") && word.firstIndex(of: "=") == word.index(before: word.endIndex)
                ? [String(word.dropLast()), ""] : [word]
        } + argv[options.endIndex...]
    }

    /// Help, version and completion scripts end here as well as the parser's own errors.
    private static func report(parsing error: any Error, of argv: [String]) -> Int32 {
        guard exitCode(for: error).isSuccess else {
            return ErrorReport(argv: argv).print(UsageError(argv: argv).noetlError(for: message(for: error)))
        }
        do throws(OutputFailure) {
            try Console.print(CompletionScript.finished(fullMessage(for: error)))
            return ExitStatus.success
        } catch {
            return report(error)
        }
    }

    /// A reader that had enough, as `head` has, is told nothing, and the status is that of its signal.
    private static func report(_ failure: OutputFailure) -> Int32 {
        guard !failure.isUnread else { return 128 + SIGPIPE }
        Console.note("The output could not be written: \(failure.reason).")
        return ExitStatus.failure
    }
}
