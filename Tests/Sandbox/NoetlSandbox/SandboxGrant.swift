/// The grants of the tenant; the raw value is the `grant_type` on the wire.
public enum SandboxGrant: String, Codable, Sendable, CaseIterable {
    /// RFC 6749 section 4.1.
    case authorizationCode = "authorization_code"
    /// RFC 8628.
    case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
    /// RFC 6749 section 4.3.
    case password
    /// Auth0's extension of the password grant, which names the connection.
    case passwordRealm = "http://auth0.com/oauth/grant-type/password-realm"
    /// RFC 6749 section 4.2, at `/authorize` only.
    case implicit
}
