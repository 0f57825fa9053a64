import Foundation
import Glibc

/// The files of one context's detached port-forward, in `~/.noetl/port-forwards`.
struct PortForwardFiles {
    private let folder: String
    private let name: String

    /// The files of the context `name`.
    init(folder: URL, name: String) {
        self.folder = folder.path
        self.name = ContextName.fileName(for: name)
    }

    /// Where kubectl's process is written down.
    var record: String { "\(folder)/\(recordName)" }
    /// The name of that file in its folder.
    var recordName: String { "\(name).pid" }
    /// Where kubectl writes what it has to say.
    var log: String { "\(folder)/\(name).log" }

    /// What a record file holds.
    enum Content {
        case nothing
        case damaged
        case record(PortForwardRecord)
    }

    /// What is written down.
    func read() -> Content {
        guard access(record, F_OK) == 0 else { return .nothing }
        // What cannot be read says nothing that could be trusted.
        guard let file = try? OpenFile(record, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
            let data = try? file.readAll(limit: 4_096)
        else { return .damaged }
        return PortForwardRecord(String(decoding: data, as: UTF8.self)).map { .record($0) } ?? .damaged
    }

    /// Keeps other starts of the same tunnel away.
    func lock() throws(NoetlError) -> ConfigLock {
        do throws(SystemFault) { try ConfigFolder(path: folder).create() } catch { throw unwritable(error) }
        do throws(ConfigLock.Failure) {
            return try ConfigLock("\(record).lock", patience: .zero)
        } catch {
            switch error {
            case .fault(let fault): throw unwritable(fault)
            case .held(let pid):
                throw NoetlError(
                    .portInUse, what: "The port-forward did not start.",
                    why: "\(pid.map { "Process \($0)" } ?? "Another program") is starting or stopping it just now.",
                    next: "Wait for it to end, then try again.")
            }
        }
    }

    /// Writes the record, readable for the owner only.
    func write(_ content: PortForwardRecord) throws(NoetlError) {
        do throws(SystemFault) {
            _ = try ConfigDisk(location: ConfigLocation(following: record)).replace(with: Data(content.text.utf8))
        } catch {
            throw unwritable(error)
        }
    }

    /// An empty log to write to; the caller closes it.
    func openLog() throws(NoetlError) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC
        let descriptor = uninterrupted { open(log, flags, 0o600) }
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else { throw unwritable(SystemFault(log)) }
        return descriptor
    }

    /// The last lines of the log that say something, cleaned.
    func lastLines(_ count: Int) -> [String] {
        // A log that is gone has no lines.
        guard let file = try? OpenFile(log, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
            let data = try? file.readAll(limit: 1 << 20)
        else { return [] }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.map { Redaction.cleaned(String($0), limit: 200) }.filter { !$0.isEmpty }.suffix(count)
    }

    /// Removes record and log.
    func remove() {
        unlink(record)
        unlink(log)
    }

    /// Moves record and log to another context's place.
    func move(to other: PortForwardFiles) {
        guard access(record, F_OK) == 0 else { return }
        Glibc.rename(record, other.record)
        Glibc.rename(log, other.log)
    }

    private func unwritable(_ fault: SystemFault) -> NoetlError {
        NoetlError(
            .configUnwritable, what: "The port-forward did not start: its files could not be written.",
            why: fault.reason, next: "Give yourself write access to \(Redaction.cleaned(folder)).")
    }
}
