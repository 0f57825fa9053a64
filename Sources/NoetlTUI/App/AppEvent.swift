import NoetlCore

/// Everything that can happen to a full-screen program.
enum AppEvent: Sendable {
    /// A key was pressed, or text pasted.
    case key(Key)
    /// The terminal has this size now.
    case resized(Size)
    /// It is this moment now.
    case tick(ContinuousClock.Instant)
    /// News of the login with this number.
    case login(LoginEvent, attempt: Int)
    /// The login with this number ended without a session.
    case loginFailed(NoetlError, attempt: Int)
    /// What became of a request to open the sign-in page again.
    case browser(Result<String, BrowserFailure>)
    /// What a gateway said of itself.
    case contract(Result<RuntimeContract, NoetlError>, attempt: Int)
    /// What the doctor found; nil when that was all.
    case finding(DoctorFinding?, attempt: Int)
    /// What became of a change of the config file.
    case written(ContextWrite, ContextWrite.Result)
    /// What the config file says now, changed by whomever.
    case contexts(Result<Contexts, NoetlError>)
    /// What is known now of the session that a context had.
    case validated(SessionStatus, of: Context)
    /// How the port-forwards are that something is written down of, by the names of their contexts.
    case forwards([String: ForwardSight])
    /// What became of starting a port-forward.
    case forwardStarted(String, Result<PortForwards.Start, NoetlError>)
    /// What became of ending the port-forward of a context.
    case forwardStopped(String, Result<PortForwards.Stop, NoetlError>)
    /// The shell is to have the terminal for a while.
    case stopped
    /// The shell gave the terminal back.
    case resumed
    /// A signal, or a terminal that is gone, ends the program.
    case terminate(signal: Int32)
}
