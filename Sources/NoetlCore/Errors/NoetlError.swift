/// The one error of the core: what happened, why (with the value at fault), and what to do next.
///
/// Its sentences are for people and carry neither secrets nor control characters; `code` is for scripts and tests.
public struct NoetlError: Error, Equatable, Sendable {
    /// What kind of failure this is: the closed list that `--json` reports and the README documents.
    public enum Code: String, CaseIterable, Sendable {
        case usage
        case contextNotFound = "context_not_found"
        case configInvalid = "config_invalid"
        case configUnwritable = "config_unwritable"
        case missingSetting = "missing_setting"
        case portInUse = "port_in_use"
        case callbackTimeout = "callback_timeout"
        case auth0Error = "auth0_error"
        case tokenInvalid = "token_invalid"
        case deviceExpired = "device_expired"
        case denied
        case network
        case tls
        case gatewayRefused = "gateway_refused"
        case gatewayError = "gateway_error"
        case sessionExpired = "session_expired"
        case notLoggedIn = "not_logged_in"
        case cancelled
        case wrongUser = "wrong_user"
    }

    /// The kind of failure.
    public let code: Code
    /// One past-tense sentence in the user's words.
    public let what: String
    /// The cause, with the value that was wrong; may be empty where `what` says it all.
    public let why: String
    /// Something to do, as a command to paste where there is one; may be empty where nothing helps.
    public let next: String
    /// The same for a screen, which has keys for what a command line has flags and commands for.
    public let nextOnScreen: String

    /// Joins the parts of a failure; foreign text among them has been through `Redaction` already. Without words of its own,
    /// a screen says `next`.
    public init(_ code: Code, what: String, why: String = "", next: String = "", nextOnScreen: String? = nil) {
        self.code = code
        self.what = what
        self.why = why
        self.next = next
        self.nextOnScreen = nextOnScreen ?? next
    }

    /// The lines a person reads, three at most.
    public var lines: [String] { [what, why, next].filter { !$0.isEmpty } }

    /// The same on a screen.
    public var linesOnScreen: [String] { [what, why, nextOnScreen].filter { !$0.isEmpty } }
}

extension NoetlError {
    /// The user, or a signal, ended it: not a fault of anything.
    public static let cancelled = NoetlError(.cancelled, what: "Cancelled.")
}
