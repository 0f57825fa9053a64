import ArgumentParser
import Foundation
import Testing

@testable import noetl

/// `--help` of every command.
@Suite("Help", .timeLimit(.minutes(5)))
struct HelpTests {
    /// The command and all below it.
    private static func tree(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap { tree($0) }
    }

    private static let names = tree(Noetl.self).map { "\($0)" }

    @Test("every command has an example and fits 80 columns", arguments: names)
    func help(_ name: String) throws {
        let command = try #require(Self.tree(Noetl.self).first { "\($0)" == name })
        let help = Noetl.helpMessage(for: command, columns: 80)
        let examples = try #require(help.range(of: "EXAMPLES:\n  noetl "))
        #expect(examples.lowerBound > help.startIndex)
        for line in help.components(separatedBy: "\n") where !line.hasPrefix("USAGE:") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    /// `-x, --name, --other <value>` and something behind it.
    private static let flagAndWord = #"^  (-[a-z], )?(-?-[a-z0-9-]+(, |/)?)+( <[^>]+>)? +\S"#

    @Test("every flag and argument has a word of help", arguments: names)
    func words(_ name: String) throws {
        let command = try #require(Self.tree(Noetl.self).first { "\($0)" == name })
        let lines = Noetl.helpMessage(for: command, columns: 200).components(separatedBy: "\n")
        for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  -") {
            // The words follow behind the flag, or on the next line where the flag is long.
            let follows = line.range(of: Self.flagAndWord, options: .regularExpression) != nil
            #expect(follows || next.range(of: #"^ {20,}\S"#, options: .regularExpression) != nil, "\(line)")
        }
    }

    @Test("there are as many commands as the contract has so far")
    func count() {
        #expect(
            Self.names == [
                "Noetl", "Auth", "AuthLogin", "AuthStatus", "AuthToken", "AuthDoctor", "AuthLogout",
                "ContextCommand", "ContextAdd", "ContextInit",
                "ContextUpdate", "ContextList", "ContextUse", "ContextCurrent", "ContextSetRuntime", "ContextRename",
                "ContextDelete", "ContextPortForward", "Catalog", "CatalogList", "CatalogGet", "CatalogRegister",
                "TUICommand", "CompletionCommand",
            ])
    }
}
