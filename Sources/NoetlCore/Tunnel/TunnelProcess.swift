import Glibc

/// A detached kubectl that is to be ended, with all that it started.
struct TunnelProcess {
    private let identity: ProcessIdentity
    private let clock: MonotonicClock
    /// The process, or its whole group when it leads one; a wrapper script ends without its child otherwise.
    private let target: pid_t

    /// The process that was just seen alive under `identity`.
    init(_ identity: ProcessIdentity, clock: MonotonicClock) {
        self.identity = identity
        self.clock = clock
        target = getpgid(identity.pid) == identity.pid ? -identity.pid : identity.pid
    }

    /// Sends a signal; false when it is not ours to end.
    @discardableResult
    func send(_ signal: Int32) -> Bool { kill(target, signal) == 0 || errno == ESRCH }

    /// Waits for its end.
    func hasEnded(within limit: Duration) async throws(NoetlError) -> Bool {
        let deadline = clock.now.advanced(by: limit)
        while ProcessIdentity(of: identity.pid) == identity {
            guard clock.now < deadline else { return false }
            try await clock.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// Ends what is left of the group after its leader.
    func sweep() {
        if target < 0 { kill(target, SIGKILL) }
    }
}
