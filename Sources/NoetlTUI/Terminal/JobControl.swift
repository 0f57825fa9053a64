import Foundation

/// What a shell's job does on Ctrl-Z.
public enum JobControl {
    /// Stops this process until it is continued; the terminal must be the shell's already.
    ///
    /// By a signal to this thread: one to the process may be taken by another thread, while this one goes on drawing.
    public static func stop() {
        var relayed = sigaction()
        sigaction(SIGTSTP, nil, &relayed)
        signal(SIGTSTP, SIG_DFL)
        var stopping = sigset_t(), earlier = sigset_t()
        sigemptyset(&stopping)
        sigaddset(&stopping, SIGTSTP)
        raise(SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &stopping, &earlier)
        // Here the process goes on.
        pthread_sigmask(SIG_SETMASK, &earlier, nil)
        sigaction(SIGTSTP, &relayed, nil)
    }
}
