import Foundation
import NoetlCore

/// The words of `auth status`.
struct StatusText {
    private let now: Date
    private let paint: Paint

    /// Texts whose remaining times count from `now`.
    init(now: Date = Date(), paint: Paint = .none) {
        self.now = now
        self.paint = paint
    }

    /// One session, for people.
    func block(_ status: SessionStatus) -> String {
        var rows = [("Gateway", Redaction.cleaned(status.gateway ?? "(not set)"))]
        if status.state != .none {
            rows.append(("User", Redaction.cleaned(LoginText.person(status.user))))
            if !status.user.roles.isEmpty { rows.append(("Roles", status.user.roles.joined(separator: ", "))) }
            // A session that has ended some time needs no line that says nothing.
            if status.state != .expired || status.expiresAt != nil {
                rows.append(("Expires", LoginText.expiry(status.expiresAt, now: now)))
            }
        }
        rows.append(("Context", Redaction.cleaned(status.context)))
        let lines = rows.map { label, value in
            "  " + "\(label):".padding(toLength: 9, withPad: " ", startingAt: 0) + value
        }
        return ([paint(Self.headline(status), Self.tone(of: status))] + lines).joined(separator: "\n")
    }

    private static func headline(_ status: SessionStatus) -> String {
        switch (status.state, status.isConfirmed) {
        case (.valid, true): "Logged in."
        case (.valid, false): "Logged in, going by the saved expiry."
        case (.unknown, _): "Logged in, as far as is known: no expiry is saved."
        case (.expired, true): "Not logged in: the gateway says that the session is over."
        case (.expired, false): "Not logged in: the session has expired."
        case (.none, _): "Not logged in: there is no session."
        }
    }

    private static func tone(of status: SessionStatus) -> Paint.Tone {
        switch status.state {
        case .valid: .good
        case .expired: .bad
        case .unknown: status.problem == nil ? .plain : .warning
        case .none: .plain
        }
    }

    /// What to do about a session that is not valid.
    static func hint(_ status: SessionStatus, isCurrent: Bool) -> String? {
        switch status.state {
        case .expired: NoetlError.sessionExpired(.context(status.context, isCurrent: isCurrent)).next
        case .none: NoetlError.notLoggedIn(status.context, isCurrent: isCurrent).next
        case .valid, .unknown: nil
        }
    }

    /// Many sessions, for people.
    func table(_ all: [SessionStatus], current: String?) -> String {
        var table = Table("CURRENT", "NAME", "GATEWAY", "USER", "ROLES", "SESSION")
        for one in all {
            let isCurrent = one.context == current
            table.add(
                isCurrent ? "*" : "", one.context, one.gateway, one.user.email ?? one.user.displayName,
                one.user.roles.isEmpty ? nil : one.user.roles.joined(separator: ", "), session(one),
                tones: [0: .good, 1: isCurrent ? .strong : .plain, 5: Self.tone(of: one)])
        }
        return table.text(paint)
    }

    private func session(_ status: SessionStatus) -> String? {
        switch status.state {
        case .none: nil
        case .expired: "expired"
        case .unknown: status.problem == nil ? "cached" : "not checked"
        case .valid: status.expiresAt.map { "\(Ago.text($0.timeIntervalSince(now))) left" } ?? "valid"
        }
    }

    /// What stands below the table: why some were not checked, and how to log in again.
    static func notes(_ all: [SessionStatus]) -> [String] {
        var notes = all.compactMap { one in
            one.problem.map {
                "Context '\(Redaction.cleaned(one.context))': \($0.lines.prefix(2).joined(separator: " "))"
            }
        }
        if all.contains(where: { $0.exitStatus == ExitStatus.noSession }) {
            notes.append("Log in: noetl auth login --browser-pkce --context <name>")
        }
        return notes
    }

    /// The object of `--json`.
    func json(_ status: SessionStatus) -> String { JSONText.object(object(status)) }

    /// The array of `--all --json`.
    func json(_ all: [SessionStatus]) -> String { JSONText.text(all.map(object)) }

    private func object(_ status: SessionStatus) -> [String: Any] {
        var object: [String: Any] = [
            "context": status.context, "gateway_url": JSONText.optional(status.gateway),
            "state": status.state.rawValue,
            "expires_at": JSONText.optional(status.expiresAt.map(Timestamp.text)),
            "user": JSONText.optional(status.user.email), "roles": status.user.roles,
        ]
        if let problem = status.problem { object["error"] = ErrorReport.object(problem) }
        return object
    }
}
