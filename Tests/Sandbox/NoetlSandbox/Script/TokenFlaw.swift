/// What can be wrong with the ID tokens that the tenant hands out; the raw value is the name in control JSON.
public enum TokenFlaw: String, Codable, Sendable, CaseIterable {
    /// `iss` names another tenant.
    case issuer
    /// `iss` lacks the slash at its end.
    case issuerWithoutSlash = "issuer-without-slash"
    /// `aud` is another application.
    case audience
    /// `aud` is a list of which the application is one: unusual, and right.
    case audienceList = "audience-list"
    /// `nonce` is not the one that was sent.
    case nonce
    /// `nonce` is absent.
    case withoutNonce = "without-nonce"
    /// `exp` was an hour ago.
    case expired
    /// `exp` was 30 seconds ago: within the leeway that clocks need.
    case justExpired = "just-expired"
    /// `alg` is `none` and the signature empty.
    case unsigned
    /// The signature is another token's.
    case signature
    /// The token has two parts.
    case twoParts = "two-parts"
    /// The payload is not JSON.
    case garbledPayload = "garbled-payload"
    /// The answer has no `id_token`.
    case missing
}
