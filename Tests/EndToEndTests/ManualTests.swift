import Foundation
import NoetlTestSupport
import Subprocess
import Testing

/// The manual pages, which `scripts/manual` makes of the help.
@Suite("The manual", .timeLimit(.minutes(5)))
struct ManualTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/manual").standardized.path(percentEncoded: false)

    /// Makes the pages, and gives them by their names.
    private func pages() async throws -> [String: String] {
        let home = try TemporaryHome()
        let made = try await Subprocess.run(
            .path(.init(Self.script)), arguments: [BuiltBinary.noetl.path, home.path(of: "man1")],
            environment: .custom(["PATH": "/usr/bin:/bin", "HOME": home.path]), output: .discarded,
            error: .string(limit: 10_000))
        #expect(made.terminationStatus == .exited(0), "\(made.standardError)")
        var pages: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: home.path(of: "man1")) {
            pages[name] = try String(contentsOfFile: home.path(of: "man1/\(name)"), encoding: .utf8)
        }
        return pages
    }

    @Test("every command has a page with all its flags, and noetl.1 has the topics")
    func complete() async throws {
        let pages = try await pages()
        let home = try TemporaryHome()
        var commands: [[String]] = [[]]
        var seen: Set<String> = ["ntl.1"]
        while let command = commands.popLast() {
            let help = try await BuiltBinary.noetl.run(
                command + ["--help"], environment: ["HOME": home.path, "COLUMNS": "4000"])
            let lines = help.output.split(separator: "\n", omittingEmptySubsequences: false)
            let name = (["noetl"] + command).joined(separator: "-") + ".1"
            seen.insert(name)
            let page = try #require(pages[name], "no \(name)")
            #expect(page.contains(".SH NAME\n") && page.contains("\n.SH \"SYNOPSIS\"\n"))
            for flag in lines.filter({ $0.hasPrefix("  -") }).flatMap({ $0.split(separator: /[ ,]+/) })
            where flag.hasPrefix("--") {
                #expect(page.contains(flag.replacing("-", with: "\\-")), "\(name) lacks \(flag)")
            }
            guard let list = lines.firstIndex(of: "SUBCOMMANDS:") else { continue }
            commands += lines[(list + 1)...].prefix { !$0.isEmpty }
                .compactMap { $0.split(separator: /[ ,]+/).first }.map { command + [String($0)] }
        }
        #expect(seen == Set(pages.keys))
        let whole = try #require(pages["noetl.1"])
        for word in [".B \"NOETL_CONFIG\"", ".SH \"EXIT STATUS\"", ".B \"77\"", ".B \"port_in_use\""] {
            #expect(whole.contains(word), "noetl.1 lacks \(word)")
        }
    }
}
