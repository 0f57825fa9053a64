import ArgumentParser
import Foundation
import NoetlCore
import Testing

@testable import noetl

/// `noetl help environment` and `noetl help exit-codes`, and what completion hands to shells.
@Suite("Help topics and completion", .timeLimit(.minutes(5)))
struct HelpTopicTests {
    /// The rows of the README's table with this header, without the marks of code.
    private func rows(of header: String) throws -> [String] {
        let readme = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
        let lines = try String(contentsOf: readme.standardized, encoding: .utf8).components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: header))
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { $0.replacing("`", with: "") }
    }

    @Test("the README has the same tables")
    func readme() throws {
        let tables: [(header: String, rows: [HelpTopic.Row])] = [
            ("| Variable | Meaning |", HelpTopic.variables), ("| Status | Meaning |", HelpTopic.statuses),
            ("| Code | What happened |", HelpTopic.codes),
        ]
        for table in tables {
            #expect(try rows(of: table.header) == table.rows.map { "| \($0.name) | \($0.meaning) |" })
        }
    }

    @Test("a topic fits 80 columns and names all that it has", arguments: HelpTopic.allCases)
    func text(_ topic: HelpTopic) {
        let text = topic.text
        for line in text.components(separatedBy: "\n") { #expect(line.count <= 80, "\(line)") }
        let rows = topic == .environment ? HelpTopic.variables : HelpTopic.statuses + HelpTopic.codes
        for row in rows { #expect(text.contains("\n  \(row.name)")) }
    }

    @Test(
        "only help with the name of a topic is one",
        arguments: [
            (["help", "environment"], HelpTopic.environment), (["help", "exit-codes"], .exitCodes), (["help"], nil),
            (["help", "auth"], nil), (["help", "auth", "login"], nil), (["environment"], nil),
            (["--help", "environment"], nil), (["help", "environment", "x"], nil), ([], nil),
        ] as [([String], HelpTopic?)])
    func choice(_ argv: [String], _ topic: HelpTopic?) {
        #expect(HelpTopic(argv: argv) == topic)
    }

    @Test(
        "a name reaches the shell as it is",
        arguments: [
            (.bash, "gke-prod", #"gke\-prod"#), (.bash, "$(id) `id`", #"\$\(id\)\ \`id\`"#), (.bash, "雪 🚀", #"雪\ 🚀"#),
            (.zsh, "a:b\\c $(id)", #"a\:b\\c $(id)"#), (.fish, "a:b $(id)", "a:b $(id)"), (nil, "a b", "a b"),
        ] as [(CompletionShell?, String, String)])
    func escaping(_ shell: CompletionShell?, _ name: String, _ escaped: String) {
        #expect(ContextCompletion.escaped(name, for: shell) == escaped)
    }

    @Test("a name that would play tricks on a terminal is not offered")
    func harmless() {
        let names = ["gke-prod", "it's $(x)", "雪 🚀", "e\u{301}té"]
        #expect(names.filter(ContextCompletion.isHarmless) == names)
        let tricks = ["a\u{1B}[2J", "a\nb", "a\tb", "a\u{202E}b", "a" + String(repeating: "\u{301}", count: 40)]
        #expect(tricks.filter(ContextCompletion.isHarmless) == [])
    }
}
