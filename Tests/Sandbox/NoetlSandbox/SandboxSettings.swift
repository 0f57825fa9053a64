/// What a sandbox is started with; `SandboxScript` changes what may change later.
public struct SandboxSettings: Sendable {
    /// Ports on 127.0.0.1; zero lets the system pick.
    public struct Ports: Sendable, Equatable {
        /// The tenant over https.
        public var tenant = 0
        /// The tenant over http.
        public var tenantPlain = 0
        /// The gateway over https.
        public var gateway = 0
        /// The gateway over http.
        public var gatewayPlain = 0
        /// The NoETL server without a gateway, over http.
        public var server = 0
        /// The control API, over http.
        public var control = 0

        /// All ports picked by the system.
        public init() {}
    }

    /// Where to listen.
    public var ports = Ports()
    /// Who can sign in; the first is the default of `Sandbox.signIn`.
    public var users = SandboxUser.defaults
    /// The Auth0 applications; the gateway's contract names the first.
    public var clients = SandboxClient.defaults
    /// "Allowed Callback URLs" of all applications, compared exactly.
    public var allowlist = defaultAllowlist
    /// API audiences that tokens can be asked for.
    public var audiences = ["https://api.sandbox.example"]
    /// The one database connection, for the password-realm grant.
    public var realm = "Username-Password-Authentication"
    /// The `redirect_uri` of the gateway's contract: the web application's, as in a real deployment.
    public var webRedirectURI = "https://app.example.com/login"
    /// The `audience` of the gateway's contract; empty leaves it out.
    public var contractAudience = ""
    /// Seconds that gateway sessions last; nil honours `session_duration_hours`.
    public var sessionSeconds: Int?
    /// Seconds that ID tokens last.
    public var tokenSeconds = 36_000
    /// How device codes are handled at first.
    public var device = DeviceBehaviour()
    /// Playbooks and other resources in the catalog at first.
    public var catalog = CatalogEntry.samples

    /// The callbacks of this CLI's default port, and the web application's.
    public static let defaultAllowlist = [
        "http://127.0.0.1:8765/callback", "http://localhost:8765/callback", "https://app.example.com/login",
    ]

    /// The defaults above.
    public init() {}
}
