import Foundation
import NoetlCore

/// What the manager knows of the session of one context.
enum LiveSession: Sendable, Equatable {
    /// The gateway is being asked.
    case asking
    /// What it said, or why it could not be asked.
    case told(SessionStatus)

    /// The words for the list; without a mark what only the file says.
    static func words(of context: Context, _ live: LiveSession?, at now: Date) -> (words: String, verdict: Verdict?) {
        guard case .told(let status) = live else { return (SessionState.saved(context.session, at: now).words, nil) }
        return SessionState.told(status, at: now)
    }

    /// When the session ends; nil when nobody says.
    static func expiry(of context: Context, _ live: LiveSession?) -> Date? {
        if case .told(let status) = live, let expiry = status.expiresAt { return expiry }
        return context.session?.expiresAt
    }
}
