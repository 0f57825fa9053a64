import Foundation
import NoetlCore

/// How the session of a context stands, in the words of the lists.
enum SessionState {
    /// The line of a context in the picker.
    static func entry(for context: Context, at now: Date) -> ContextPicker.Entry {
        let (words, verdict) = saved(context.session, at: now)
        return .init(
            name: context.name, gateway: context.serverURL ?? "", tenant: context.auth0.domain ?? "", session: words,
            verdict: verdict)
    }

    /// What is written down of a session.
    static func saved(_ session: CachedSession?, at now: Date) -> (words: String, verdict: Verdict?) {
        guard let session else { return ("no session", nil) }
        guard let expiry = session.expiresAt else { return ("end not known", nil) }
        let left = expiry.timeIntervalSince(now)
        return left > 0 ? (words(for: left), .good) : ("expired", .warning)
    }

    /// The time that is left, by the minute: a list of running seconds is hard to read.
    private static func words(for left: TimeInterval) -> String {
        "\(Ago.text(left < 60 ? left : (left / 60).rounded(.down) * 60)) left"
    }

    /// What the gateway said of a session.
    static func told(_ status: SessionStatus, at now: Date) -> (words: String, verdict: Verdict?) {
        if let problem = status.problem {
            return problem.code == .network ? ("gateway down", .bad) : ("not checked", .warning)
        }
        switch status.state {
        case .none: return ("no session", nil)
        case .expired: return ("expired", .warning)
        case .unknown: return ("end not known", nil)
        case .valid:
            guard let expiry = status.expiresAt else { return ("valid", .good) }
            let left = expiry.timeIntervalSince(now)
            return left > 0 ? (words(for: left), .good) : ("expired", .warning)
        }
    }
}
