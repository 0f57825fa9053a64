/// Tokens that the tenant made without a login.
public struct IssuedTokens: Codable, Sendable, Equatable {
    /// The ID token; empty when the script withholds it.
    public let idToken: String
    /// An opaque access token.
    public let accessToken: String
    /// The web application's address after a login there, with both tokens in the fragment.
    public let callbackURL: String

    private enum CodingKeys: String, CodingKey {
        case idToken = "id_token"
        case accessToken = "access_token"
        case callbackURL = "callback_url"
    }
}
