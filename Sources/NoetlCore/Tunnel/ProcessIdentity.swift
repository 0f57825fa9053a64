import Foundation
import Glibc

/// What tells a process from a later one with the same number: when it started, and which program it runs.
struct ProcessIdentity: Sendable, Equatable {
    let pid: pid_t
    /// The boot of the machine and the clock ticks since then.
    let started: String
    /// The program's name, as the kernel keeps it (15 bytes of it).
    let program: String

    /// An identity that was written down.
    init(pid: pid_t, started: String, program: String) {
        self.pid = pid
        self.started = started
        self.program = program
    }

    /// The identity of a process that runs; nil when there is none of that number, or it has ended.
    init?(of pid: pid_t) {
        // proc(5): the name stands in parentheses and may hold any character, also a parenthesis.
        guard let text = Self.text("/proc/\(pid)/stat"), let open = text.firstIndex(of: "("),
            let close = text.lastIndex(of: ")"), let boot = Self.text("/proc/sys/kernel/random/boot_id")
        else { return nil }
        let fields = text[text.index(after: close)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 19, !["Z", "X"].contains(fields[0]) else { return nil }
        self.init(
            pid: pid, started: "\(boot.filter { !$0.isWhitespace }):\(fields[19])",
            program: String(text[text.index(after: open)..<close]).replacing("\n", with: " "))
    }

    private static func text(_ path: String) -> String? {
        // Gone, or not ours to look at: not a process that we know.
        guard let file = try? OpenFile(path, O_RDONLY), let data = try? file.readAll(limit: 1 << 16) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
