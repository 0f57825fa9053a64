/// The second way home of a PKCE login: callback URLs that the person pastes while it waits.
///
/// One of these belongs to one login; what is handed in before the wait begins is looked at when it does.
public final class CallbackPastes: Sendable {
    /// Why a pasted text did not end the wait.
    public enum Problem: Sendable, Equatable {
        /// It is not an address below the redirect URI.
        case notTheRedirect
        /// It has another login's `state`, or none.
        case stranger
        /// The right state, but not one code or one error.
        case malformed
    }

    /// What was handed in, oldest first.
    let texts: AsyncStream<Secret>
    private let desk: AsyncStream<Secret>.Continuation

    /// A place where nothing has been handed in yet.
    public init() { (texts, desk) = AsyncStream.makeStream(of: Secret.self) }

    /// Hands in what was pasted; the answer comes as login news.
    public func hand(in text: Secret) { desk.yield(text) }
}
