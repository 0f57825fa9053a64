import Foundation
import NoetlCore

/// How the session of a context stands, in the words of the picker.
enum SessionState {
    /// The line of a context.
    static func entry(for context: Context, at now: Date) -> ContextPicker.Entry {
        let (words, verdict) = state(of: context.session, at: now)
        return .init(
            name: context.name, gateway: context.serverURL ?? "", tenant: context.auth0.domain ?? "", session: words,
            verdict: verdict)
    }

    private static func state(of session: CachedSession?, at now: Date) -> (String, Verdict?) {
        guard let session else { return ("no session", nil) }
        guard let expiry = session.expiresAt else { return ("end not known", nil) }
        let left = expiry.timeIntervalSince(now)
        return left > 0 ? ("\(Ago.text(left)) left", .good) : ("expired", .warning)
    }
}
