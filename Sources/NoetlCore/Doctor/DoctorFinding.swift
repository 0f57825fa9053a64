/// One thing that was looked at: how it is, and what to do where it is not as it should be.
public struct DoctorFinding: Sendable, Equatable {
    /// What was looked at, in the order of looking.
    public enum Check: String, CaseIterable, Sendable {
        /// The config file, its permissions, and the context in it.
        case config
        /// The gateway, and whether it names the same Auth0 application as the context.
        case gateway
        /// The Auth0 tenant.
        case tenant
        /// Who vouches for the two of them.
        case tls
        /// What stands between them and this machine.
        case proxy
        /// This machine's clock.
        case clock
        /// The port of the callback.
        case port
        /// Whether the tenant lets the browser come back to it.
        case redirect
        /// Which ways to log in the tenant offers.
        case grants
        /// Whether a browser can be opened from here.
        case browser
        /// The session of the context.
        case session
    }

    /// How something is.
    public enum State: String, Sendable {
        /// As it should be.
        case ok
        /// Worth knowing; a login may work all the same.
        case warning
        /// A login would fail.
        case problem
    }

    /// What was looked at.
    public let check: Check
    /// How it is.
    public let state: State
    /// One sentence.
    public let what: String
    /// The cause, with the value that is wrong; may be empty.
    public let why: String
    /// Something to do; may be empty.
    public let next: String

    /// Joins the parts; foreign text among them has been through `Redaction` already.
    public init(_ check: Check, _ state: State, _ what: String, why: String = "", next: String = "") {
        self.check = check
        self.state = state
        self.what = what
        self.why = why
        self.next = next
    }

    /// A finding whose cause and remedy are those of a failure.
    init(_ check: Check, _ state: State, _ what: String, because error: NoetlError) {
        let texts = [error.why.isEmpty ? error.what : error.why, error.next]
            // Some are lined up for people.
            .map { Redaction.cleaned($0, limit: 1_000) }
        self.init(check, state, what, why: texts[0], next: texts[1])
    }
}

extension [DoctorFinding] {
    /// What they come to, in one sentence.
    public var conclusion: String {
        switch count(where: { $0.state == .problem }) {
        case 0: "Nothing stands in the way of a login."
        case 1: "One thing stands in the way of a login."
        case let number: "\(number) things stand in the way of a login."
        }
    }
}
