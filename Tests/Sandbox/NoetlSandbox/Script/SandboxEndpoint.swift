/// The places where the script can change an answer; the raw value is the name in control JSON.
public enum SandboxEndpoint: String, Codable, Sendable, CaseIterable {
    /// `GET /authorize` as a browser asks.
    case authorize
    /// `GET /authorize` with `prompt=none`, as an allowlist probe asks.
    case silentAuthorize = "authorize-silent"
    /// The login form that is sent back.
    case signIn = "sign-in"
    /// `POST /oauth/token`.
    case token
    /// `POST /oauth/device/code`.
    case deviceCode = "device-code"
    /// `/activate`, both the page and its form.
    case activate
    /// `GET /.well-known/openid-configuration`.
    case configuration
    /// `GET /.well-known/jwks.json`.
    case keys
    /// `GET /userinfo` of the tenant.
    case userInfo = "userinfo"
    /// `GET /health` of the gateway or the server.
    case health
    /// `GET /api/runtime/contract` of the gateway.
    case contract
    /// `POST /api/auth/login` of the gateway.
    case login
    /// `POST /api/auth/validate` of the gateway.
    case validate
    /// `/noetl/catalog/*` of the gateway and `/api/catalog/*` of the server.
    case catalog
    /// Everything else.
    case other

    /// The endpoint that a request is for.
    init(_ server: SandboxServer, _ request: IncomingRequest) {
        switch (server, request.path) {
        case (.tenant, "/authorize"): self = request.query["prompt"] == "none" ? .silentAuthorize : .authorize
        case (.tenant, "/u/login"): self = .signIn
        case (.tenant, "/oauth/token"): self = .token
        case (.tenant, "/oauth/device/code"): self = .deviceCode
        case (.tenant, "/activate"): self = .activate
        case (.tenant, "/.well-known/openid-configuration"): self = .configuration
        case (.tenant, "/.well-known/jwks.json"): self = .keys
        case (.tenant, "/userinfo"): self = .userInfo
        case (.gateway, "/health"), (.server, "/health"): self = .health
        case (.gateway, "/api/runtime/contract"): self = .contract
        case (.gateway, "/api/auth/login"): self = .login
        case (.gateway, "/api/auth/validate"): self = .validate
        case (.gateway, let path) where path.hasPrefix("/noetl/catalog/"): self = .catalog
        case (.server, let path) where path.hasPrefix("/api/catalog/"): self = .catalog
        default: self = .other
        }
    }
}
