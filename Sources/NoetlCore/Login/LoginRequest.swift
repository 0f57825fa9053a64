/// Everything that one login needs, as flags or wizard state it.
public struct LoginRequest: Sendable {
    /// How the proof is got.
    public var mode: LoginMode
    /// The context that the login reads from and writes to.
    public var context: ContextSelection
    /// Values that win over the context's.
    public var overrides: Overrides
    /// Whether a browser is opened, or the address only shown.
    public var opensBrowser = true
    /// Whether the session is saved on the context.
    public var savesSession = true
    /// How long the session shall live; some gateways ignore it.
    public var sessionHours = 8
    /// How long a PKCE login waits for the redirect.
    public var window: Duration = .seconds(300)
    /// Whether the tenant must ask again who it is (`prompt=login`), instead of taking the browser's session.
    public var forcesLogin = false
    /// Whether a session may cross a network unencrypted.
    public var allowsInsecureHTTP = false
    /// Whether a PKCE login asks beforehand: the tenant, whether it accepts the redirect URI, and the gateway, so that its
    /// connection is open in time.
    public var probesAllowlist = true
    /// The mail address that must be the session's, or nothing is saved; nil takes whoever signs in.
    public var requiredUser: String?
    /// What the person at a terminal says meanwhile; nil where there is none to ask or wait for.
    public var replies: LoginReplies?

    /// Values from flags and environment, which win over the context's.
    public struct Overrides: Sendable, Equatable {
        /// The gateway.
        public var serverURL: String?
        /// The tenant.
        public var auth0Domain: String?
        /// The application.
        public var auth0ClientID: String?
        /// Where a PKCE login comes back to: http, loopback, with a port.
        public var auth0RedirectURI: String?
        /// The API that access tokens are for.
        public var auth0Audience: String?
        /// For applications that want one.
        public var auth0ClientSecret: Secret?
        /// The port of the standard redirect URI.
        public var pkcePort: Int?

        /// Nothing overridden.
        public init() {}
    }

    /// A login in this mode, on this context, with the defaults of everything else.
    public init(mode: LoginMode, context: ContextSelection, overrides: Overrides = Overrides()) {
        self.mode = mode
        self.context = context
        self.overrides = overrides
    }
}
