import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// A small `sh` program in a folder of its own, to be opened as if it were a browser.
struct ShellProgram: Sendable {
    private let folder: URL

    /// The program's path.
    var path: String { folder.appending(path: "program").path }

    /// Writes its words, its session, its stdio and its environment into a file.
    static let recording = """
        fds=$(for n in 0 1 2; do echo "fd$n $(readlink /proc/$$/fd/$n)"; done)
        {
            for word in "$@"; do printf 'arg %s\\n' "$word"; done
            printf '%s\\n' "$fds" "pid $$" "sid $(ps -o sid= -p $$ | tr -d ' ')"
            env | sed 's/^/env /'
        } > "$(dirname "$0")/report"
        """

    /// Says that it runs, waits to be told to end, and says that it ended.
    static let waiting = """
        cd "$(dirname "$0")"
        echo started > started
        read -r line < end
        echo ended > ended
        """

    /// Runs `work` with a program of this text, and removes it.
    static func with(_ text: String, _ work: (ShellProgram) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "noetl-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }  // A left-over folder fails no test.
        let program = ShellProgram(folder: folder)
        try ScriptFile.write("#!/bin/sh\n\(text)\n", to: program.path)
        for pipe in ["started", "end", "ended"] { mkfifo(folder.appending(path: pipe).path, 0o600) }
        try await work(program)
    }

    /// An environment in which the program is the browser.
    func environment(words: String = "") -> Environment { Environment(["BROWSER": "\(path) \(words)"]) }

    /// The lines of the report that `recording` writes.
    func report(opening address: String, words: String = "") async throws -> [String] {
        let browser = SystemBrowser(environment: environment(words: words), facts: .init(), clock: ManualClock().door)
        let url = try #require(URL(string: address))
        _ = try await browser.open(url)
        let text = try String(contentsOf: folder.appending(path: "report"), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    /// Waits until `waiting` runs.
    func hasStarted() async throws { _ = try await text(from: "started") }

    /// Tells `waiting`, which has started, to end; and whether it did.
    func finishes() async throws -> Bool {
        let end = folder.appending(path: "end").path
        try await onThread {
            let pipe = open(end, O_WRONLY)
            write(pipe, "x\n", 2)
            close(pipe)
        }
        return try await text(from: "ended") == "ended\n"
    }

    /// What the program writes into a pipe; opening it waits for the program.
    private func text(from pipe: String) async throws -> String {
        let path = folder.appending(path: pipe).path
        return try await onThread {
            let pipe = open(path, O_RDONLY)
            defer { close(pipe) }
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(pipe, &bytes, bytes.count)
            return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
        }
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        try await offPool { () throws(NoetlError) in work() }
    }
}
