/// The way in which a login gets its proof of who the person is.
public enum LoginMode: Sendable, Equatable {
    /// Authorization code with PKCE and a loopback redirect (RFC 8252, RFC 7636); the hint prefills the sign-in page.
    case pkce(loginHint: String?)
    /// Device authorization (RFC 8628).
    case device
    /// Resource owner password (RFC 6749 4.3); with a realm, Auth0's password-realm grant.
    case password(email: String, password: Secret, realm: String?)
    /// A token got elsewhere, posted as it is.
    case token(Secret)
    /// The address an application was redirected to, with a token in it.
    case callbackURL(Secret)

    /// The mode without what it needs: what is traced, and remembered of a login that worked.
    public enum Kind: String, Sendable {
        case pkce
        case device
        case password
        case token
        case callbackURL = "callback_url"
    }

    /// Which of the modes this is.
    public var kind: Kind {
        switch self {
        case .pkce: .pkce
        case .device: .device
        case .password: .password
        case .token: .token
        case .callbackURL: .callbackURL
        }
    }

    /// Whether the mode talks to the tenant, and so needs its domain and client ID.
    public var needsTenant: Bool {
        switch self {
        case .pkce, .device, .password: true
        case .token, .callbackURL: false
        }
    }
}
