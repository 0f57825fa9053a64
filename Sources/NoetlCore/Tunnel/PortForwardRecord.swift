import Foundation
import Glibc

/// What is written down of a detached port-forward: its process, and the ports.
///
/// Its first line is the process number alone, for people and scripts.
public struct PortForwardRecord: Sendable, Equatable {
    let process: ProcessIdentity
    /// The port on this machine.
    public let localPort: Int
    /// The port of the service.
    public let remotePort: Int

    /// kubectl's process.
    public var pid: Int { Int(process.pid) }

    init(process: ProcessIdentity, localPort: Int, remotePort: Int) {
        self.process = process
        self.localPort = localPort
        self.remotePort = remotePort
    }

    /// Reads what `text` holds; nil when that is no whole record.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, lines[4].isEmpty, let pid = pid_t(lines[0]), pid > 1,
            let started = Self.value("started", lines[1]), let program = Self.value("program", lines[2]),
            let ports = Self.value("ports", lines[3])?.split(separator: ":").map({ Int($0) }), ports.count == 2,
            let local = ports[0], let remote = ports[1]
        else { return nil }
        self.init(
            process: ProcessIdentity(pid: pid, started: started, program: program), localPort: local, remotePort: remote
        )
    }

    /// The content of the file.
    var text: String {
        "\(pid)\nstarted \(process.started)\nprogram \(process.program)\nports \(localPort):\(remotePort)\n"
    }

    /// Whether the process is still that one: same number, same start, same program.
    var isAlive: Bool { ProcessIdentity(of: process.pid) == process }

    private static func value(_ key: String, _ line: Substring) -> String? {
        line.hasPrefix("\(key) ") && line.count > key.count + 1 ? String(line.dropFirst(key.count + 1)) : nil
    }
}
