/// What the person at a terminal says to one login under way; a login without these has nobody to ask or wait for.
///
/// One of these belongs to one login; what is said before the login listens is looked at when it does.
public final class LoginReplies: Sendable {
    /// Why a pasted text did not end the wait.
    public enum PasteProblem: Sendable, Equatable {
        /// It is not an address below the redirect URI.
        case notTheRedirect
        /// It has another login's `state`, or none.
        case stranger
        /// The right state, but not one code or one error.
        case malformed
    }

    /// Callback URLs that were pasted, oldest first: the second way home of a PKCE login.
    let pastes: AsyncStream<Secret>
    /// Wishes to open the browser although the tenant does not accept the redirect URI.
    let openings: AsyncStream<Void>
    /// Whether the session of another user shall be saved.
    let decisions: AsyncStream<Bool>
    private let pasteDesk: AsyncStream<Secret>.Continuation
    private let openingDesk: AsyncStream<Void>.Continuation
    private let decisionDesk: AsyncStream<Bool>.Continuation

    /// A place where nothing has been said yet.
    public init() {
        (pastes, pasteDesk) = AsyncStream.makeStream(of: Secret.self)
        (openings, openingDesk) = AsyncStream.makeStream(of: Void.self)
        (decisions, decisionDesk) = AsyncStream.makeStream(of: Bool.self)
    }

    /// Hands in what was pasted; the answer comes as login news.
    public func hand(in text: Secret) { pasteDesk.yield(text) }

    /// Opens the browser that waits for the tenant to accept the redirect URI; otherwise nothing happens.
    public func openBrowser() { openingDesk.yield() }

    /// Answers `LoginEvent.confirmUser`: whether the session is saved in place of the other user's.
    public func saveOtherUser(_ isWanted: Bool) { decisionDesk.yield(isWanted) }
}
