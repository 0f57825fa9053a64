import Foundation

/// A session token for a request, and where it came from, so that a 401 can name the place.
public struct SessionSource: Sendable, Equatable {
    /// Where a token came from.
    public enum Origin: Sendable, Equatable {
        /// `--session-token`.
        case flag
        /// `NOETL_SESSION_TOKEN`.
        case environment
        /// The session cached on this context.
        case context(String, isCurrent: Bool)
    }

    /// The token.
    public let token: Secret
    /// Where it came from.
    public let origin: Origin

    /// A token from there.
    public init(token: Secret, origin: Origin) {
        self.token = token
        self.origin = origin
    }
}

extension Context {
    /// The cached session token, as long as the saved expiry allows; an unknown expiry does.
    ///
    /// - Throws: `not_logged_in`, `session_expired`; `token_invalid` for a text that no gateway gives.
    public func liveToken(at now: Date, isCurrent: Bool) throws(NoetlError) -> Secret {
        guard let session else { throw .notLoggedIn(name, isCurrent: isCurrent) }
        if let expiry = session.expiresAt, expiry <= now {
            throw .sessionRanOut(name, ago: now.timeIntervalSince(expiry), isCurrent: isCurrent)
        }
        guard session.token.isTransferable else { throw .unusableToken(name, isCurrent: isCurrent) }
        return session.token
    }
}

extension Secret {
    /// Whether it survives a header: printable ASCII without blanks.
    var isTransferable: Bool { reveal().utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}

extension NoetlError {
    /// Somebody wrote a token into the config file that no header can carry.
    static func unusableToken(_ name: String, isCurrent: Bool) -> NoetlError {
        NoetlError(
            .tokenInvalid, what: "The session token of context '\(Redaction.cleaned(name))' is not usable.",
            why: "It has blanks, line breaks or other characters that no token has.",
            next: "Get a fresh one: \(loginCommand(name, isCurrent: isCurrent))")
    }

    /// The gateway answered 401 to a session token.
    public static func sessionExpired(_ origin: SessionSource.Origin) -> NoetlError {
        switch origin {
        case .context(let name, let isCurrent):
            NoetlError(
                .sessionExpired,
                what: "Gateway returned 401 (session expired) for context '\(Redaction.cleaned(name))'.",
                next: "Refresh the session token: \(loginCommand(name, isCurrent: isCurrent))")
        case .flag:
            NoetlError(
                .sessionExpired, what: "Gateway returned 401 (session expired) for the token of --session-token.",
                next: "Pass a fresh token, or leave the flag out to use the context's session.")
        case .environment:
            NoetlError(
                .sessionExpired, what: "Gateway returned 401 (session expired) for the token of NOETL_SESSION_TOKEN.",
                next: "Set a fresh token, or unset NOETL_SESSION_TOKEN to use the context's session.")
        }
    }

    /// A gateway wants a session, and the context has none.
    public static func notLoggedIn(_ name: String, isCurrent: Bool) -> NoetlError {
        NoetlError(
            .notLoggedIn, what: "Context '\(Redaction.cleaned(name))' has no gateway session.",
            next: "Log in: \(loginCommand(name, isCurrent: isCurrent))")
    }

    /// A server that no context belongs to wants a session of its own.
    static func noSessionGiven(for base: ServerURL) -> NoetlError {
        NoetlError(
            .notLoggedIn, what: "No session was given for \(base.origin).",
            why: "A context's session is sent to its own gateway only.",
            next: "Pass --session-token, or set NOETL_SESSION_TOKEN.")
    }

    /// The saved expiry of a context's session is over, and the gateway was not asked.
    static func sessionRanOut(_ name: String, ago: TimeInterval, isCurrent: Bool) -> NoetlError {
        NoetlError(
            .sessionExpired, what: "The session of context '\(Redaction.cleaned(name))' expired \(Ago.text(ago)) ago.",
            next: "Refresh the session token: \(loginCommand(name, isCurrent: isCurrent))")
    }

    private static func loginCommand(_ name: String, isCurrent: Bool) -> String {
        "noetl auth login --browser-pkce" + (isCurrent ? "" : " --context \(shellWord(name))")
    }
}
