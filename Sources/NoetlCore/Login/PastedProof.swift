import Foundation

/// What a pasted token or callback URL turns out to be, without anything of it that is secret.
public enum PastedProof: Sendable, Equatable {
    /// A token by itself.
    case token(Facts)
    /// An address with a token in it.
    case callbackURL(Facts)
    /// Nothing that a login can be made of, and why.
    case unusable(reason: String)

    /// What a token says of itself; nothing for one that only its issuer can read.
    public struct Facts: Sendable, Equatable {
        /// Whose it is.
        public let email: String?
        /// When it ends.
        public let expiresAt: Date?
    }

    /// Recognises `text`.
    public init(_ text: Secret) {
        switch LoginInput(inferring: text.reveal()) {
        case .token(let token): self = .token(Self.facts(of: token))
        case .callbackURL(let address):
            do throws(NoetlError) {
                self = .callbackURL(Self.facts(of: try CallbackURL.token(in: address)))
            } catch {
                self = .unusable(reason: [error.what, error.why].filter { !$0.isEmpty }.joined(separator: " "))
            }
        case .email: self = .unusable(reason: "This is an email address, not a token.")
        case nil: self = .unusable(reason: "This is neither a token nor a callback URL.")
        }
    }

    private static func facts(of token: Secret) -> Facts {
        let claims = JSONWebToken(token.reveal())?.claims
        return Facts(
            email: claims?.email.map { Redaction.cleaned($0, limit: 100) },
            expiresAt: claims?.exp.map { Date(timeIntervalSince1970: max(-1e11, min($0, 1e11))) })
    }
}
