/// Whether the tenant accepts the redirect URI of a login; advice, never a gate.
public enum AllowlistVerdict: Sendable, Equatable {
    /// The browser may go to it.
    case accepted
    /// The browser would show "Callback URL mismatch".
    case rejected
    /// The tenant did not say; with what it answered instead, as a clause: `it answered with status 429.`
    case unknown(answer: String)
}

/// What a probe of the allowlist found, with what a person needs to change it.
public struct AllowlistNews: Sendable, Equatable {
    /// What was found.
    public let verdict: AllowlistVerdict
    /// The redirect URI that was asked about.
    public let redirect: LoopbackRedirect
    /// The application whose allowlist it is.
    public let application: Auth0Application
    /// Whether the browser waits until the tenant accepts the redirect URI, or the person opens it anyway.
    public let holdsBrowser: Bool
}
