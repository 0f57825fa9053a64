import CNcurses
import Glibc

/// Keeps passwords and tokens in the memory of this process: no core file, and no look from other processes of the user.
enum MemoryGuard {
    /// Forbids both from now on; programs that are started decide for themselves about the second.
    static func raise() {
        // Each is a refusal more than nothing; a system that knows neither runs the program all the same.
        _ = noetl_set_dumpable(0)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { return }
        // The soft limit alone, so that a program we start may raise it again.
        limit.rlim_cur = 0
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
}
