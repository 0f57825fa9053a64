/// Whether redirects to the callback carry `iss` (RFC 9207 section 2).
public enum IssuerParameter: Sendable, Equatable {
    /// As Auth0 does by default.
    case absent
    /// The tenant's own issuer.
    case correct
    /// Somebody else's, as in a mix-up attack.
    case wrong(String)
}
