import NoetlCore

/// Everything that can happen to the wizard.
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
    /// What became of saving settings of a context; the contexts as they are now.
    case saved(Result<Contexts, NoetlError>, name: String)
    /// The shell is to have the terminal for a while.
    case stopped
    /// The shell gave the terminal back.
    case resumed
    /// A signal, or a terminal that is gone, ends the program.
    case terminate(signal: Int32)
}
