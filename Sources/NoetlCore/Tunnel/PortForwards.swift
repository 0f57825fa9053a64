import Foundation
import Glibc

/// The port-forwards of this user: one in the foreground, and detached ones, each written down for its context.
public struct PortForwards: Sendable {
    private let folder: URL
    private let clock: MonotonicClock

    /// Those that are written down below the home folder.
    public init(home: URL, clock: MonotonicClock = .system) {
        folder = home.appending(path: ".noetl/port-forwards")
        self.clock = clock
    }

    /// What is known of a context's detached port-forward.
    public enum Status: Sendable, Equatable {
        /// Nothing is written down.
        case none
        /// It runs.
        case running(PortForwardRecord)
        /// It ran once: the process is gone, or another program has its number now; nil for a damaged record.
        case stale(PortForwardRecord?)
    }

    /// What became of a start.
    public enum Start: Sendable, Equatable {
        /// It runs, and said that it forwards, or at least did not end at once.
        case started(PortForwardRecord)
        /// It ran before.
        case runsAlready(PortForwardRecord)
        /// kubectl ended at once, with this status and these last lines.
        case ended(status: Int32, lines: [String])
    }

    /// What became of a stop.
    public enum Stop: Sendable, Equatable {
        /// Nothing ran; what was written down is removed.
        case notRunning(Status)
        /// It ended when asked to.
        case ended(PortForwardRecord)
        /// It had to be killed.
        case killed(PortForwardRecord)
    }

    /// Where kubectl's output of a detached port-forward goes.
    public func log(of name: String) -> String { files(name).log }

    /// How the port-forward of a context is.
    public func status(of name: String) -> Status {
        switch files(name).read() {
        case .nothing: .none
        case .damaged: .stale(nil)
        case .record(let record): record.isAlive ? .running(record) : .stale(record)
        }
    }

    /// How the detached port-forwards of these contexts are; those of which nothing is written down are left out.
    public func statuses(of names: [String]) -> [String: Status] {
        // A folder that is not there, or cannot be read, holds none.
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else { return [:] }
        let records = Set(files.filter { $0.hasSuffix(".pid") })
        guard !records.isEmpty else { return [:] }
        let known = names.filter { records.contains(self.files($0).recordName) }
        return Dictionary(known.map { ($0, status(of: $0)) }) { first, _ in first }.filter { $1 != .none }
    }

    /// What kubectl last said about a context's detached port-forward, cleaned, oldest first.
    public func lastLines(of name: String, _ count: Int) -> [String] { files(name).lastLines(count) }

    /// Runs one in the foreground, until kubectl ends by itself or the task is cancelled.
    ///
    /// - Returns: kubectl's status.
    /// - Throws: `port_in_use`, `missing_setting` without kubectl, `cancelled`.
    public func run(_ forward: PortForward) async throws(NoetlError) -> Int32 {
        if case .running(let record) = status(of: forward.name) { throw .runsAlready(forward, record) }
        try await LocalPort.check(for: forward)
        return try await Kubectl(arguments: forward.arguments).run()
    }

    /// Starts one that outlives us, and watches it until it says that it forwards, five seconds at most.
    ///
    /// - Throws: `port_in_use`, `missing_setting` without kubectl, `config_unwritable`, `cancelled`; nothing runs then.
    public func start(_ forward: PortForward) async throws(NoetlError) -> Start {
        let files = files(forward.name)
        let lock = try files.lock()
        defer { withExtendedLifetime(lock) {} }
        if case .running(let record) = status(of: forward.name) {
            guard record.localPort == forward.localPort, record.remotePort == forward.remotePort else {
                throw .runsAlready(forward, record)
            }
            return .runsAlready(record)
        }
        try await LocalPort.check(for: forward)
        let log = try files.openLog()
        defer { close(log) }
        let outcome = try await watch(Kubectl(arguments: forward.arguments).start(writingTo: log), of: forward)
        if case .ended = outcome { unlink(files.record) }
        return outcome
    }

    /// Ends one: SIGTERM, three seconds, SIGKILL. A process that is not the one written down gets no signal.
    ///
    /// - Throws: `usage` when it belongs to another user, `cancelled`.
    public func stop(_ name: String) async throws(NoetlError) -> Stop {
        let files = files(name)
        guard case .running(let record) = status(of: name) else {
            let found = status(of: name)
            files.remove()
            return .notRunning(found)
        }
        let tunnel = TunnelProcess(record.process, clock: clock)
        guard tunnel.send(SIGTERM) else { throw .notOurs(name, record) }
        var outcome = Stop.ended(record)
        if try await !tunnel.hasEnded(within: .seconds(3)) {
            tunnel.send(SIGKILL)
            _ = try await tunnel.hasEnded(within: .seconds(2))
            outcome = .killed(record)
        }
        tunnel.sweep()
        files.remove()
        return outcome
    }

    /// Follows a context to its new name, unless a port-forward under that name still runs.
    public func rename(_ old: String, to new: String) {
        if case .running = status(of: new) { return }
        files(old).move(to: files(new))
    }

    private func files(_ name: String) -> PortForwardFiles { PortForwardFiles(folder: folder, name: name) }

    /// Writes the process down as soon as there is one, and again when its program is known for good: a wrapper script
    /// may have become another program meanwhile.
    private func watch(
        _ news: AsyncStream<Kubectl.News>, of forward: PortForward
    ) async throws(NoetlError) -> Start {
        let files = files(forward.name)
        var pid: pid_t?
        for await event in ticking(news) {
            switch event {
            case .news(.started(let started)):
                pid = started
                try note(started, of: forward)
            case .news(.ended(let status)): return .ended(status: status, lines: files.lastLines(3))
            case .news(.failed(let error)): throw error
            case .tick where !files.lastLines(20).contains { $0.hasPrefix("Forwarding from ") }: continue
            case .tick, .patienceOver:
                if let pid, let record = try note(pid, of: forward) { return .started(record) }
            }
        }
        // Only a cancelled task gets here: what it asked for is not wanted any more.
        if let pid { kill(-pid, SIGKILL) }
        unlink(files.record)
        throw .cancelled
    }

    private enum Event: Sendable {
        case news(Kubectl.News)
        case tick
        case patienceOver
    }

    /// The news, with a tick every 50 ms and the end of our patience among them.
    private func ticking(_ news: AsyncStream<Kubectl.News>) -> AsyncStream<Event> {
        let (stream, events) = AsyncStream.makeStream(of: Event.self)
        let clock = clock
        let follower = Task { for await one in news { events.yield(.news(one)) } }
        let ticker = Task {
            let end = clock.now.advanced(by: .seconds(5))
            // A sleep that throws was cancelled, as is the loop.
            while !Task.isCancelled, (try? await clock.sleep(for: .milliseconds(50))) != nil {
                events.yield(clock.now < end ? .tick : .patienceOver)
            }
        }
        events.onTermination = { _ in
            follower.cancel()
            ticker.cancel()
        }
        return stream
    }

    /// Writes down what the process is now; nil when it has just ended, of which the news follow.
    @discardableResult
    private func note(_ pid: pid_t, of forward: PortForward) throws(NoetlError) -> PortForwardRecord? {
        guard let process = ProcessIdentity(of: pid) else { return nil }
        let record = PortForwardRecord(
            process: process, localPort: forward.localPort, remotePort: forward.remotePort)
        do throws(NoetlError) {
            try files(forward.name).write(record)
        } catch {
            // Nobody could end it later.
            kill(-pid, SIGKILL)
            throw error
        }
        return record
    }
}

extension NoetlError {
    fileprivate static func runsAlready(_ forward: PortForward, _ record: PortForwardRecord) -> NoetlError {
        NoetlError(
            .portInUse, what: "The port-forward of context '\(Redaction.cleaned(forward.name))' did not start.",
            why: "It runs already, on port \(record.localPort) as process \(record.pid).",
            next: "End that first:  noetl context port-forward \(shellWord(forward.name)) --stop",
            nextOnScreen: "End that first.")
    }

    fileprivate static func notOurs(_ name: String, _ record: PortForwardRecord) -> NoetlError {
        NoetlError(
            .usage, what: "The port-forward of context '\(Redaction.cleaned(name))' was not stopped.",
            why: "Process \(record.pid) belongs to another user.", next: "End it as that user, or as root.")
    }
}
