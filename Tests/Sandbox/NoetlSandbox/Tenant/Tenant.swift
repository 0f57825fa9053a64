import Foundation

/// The Auth0-shaped tenant: decides who answers a request.
struct Tenant: Sendable {
    let settings: SandboxSettings
    let script: SandboxScript
    let ledger = TenantLedger()
    let mint: TokenMint

    /// The cookie that keeps a browser signed in.
    static let cookieName = "sandbox_session"

    init(settings: SandboxSettings, script: SandboxScript, key: SigningKey) {
        self.settings = settings
        self.script = script
        mint = TokenMint(key: key, settings: settings, script: script)
    }

    /// Answers a request that the script leaves alone.
    func answer(_ request: IncomingRequest) throws -> Answer {
        switch (request.method, request.path) {
        case ("GET", "/authorize"): try AuthorizationRequest(request, self).answer()
        case ("POST", "/u/login"): try AuthorizationRequest(request, self).signIn()
        case ("POST", "/oauth/token"): try TokenRequest(request, self).answer()
        case ("POST", "/oauth/device/code"): DeviceRequest(request, self).answer()
        case ("GET", "/activate"): Activation(request, self).page()
        case ("POST", "/activate"): Activation(request, self).decide()
        case ("GET", "/.well-known/openid-configuration"): .json(configuration(request))
        case ("GET", "/.well-known/jwks.json"): .json(mint.key.keySet)
        case ("GET", "/userinfo"): userInfo(request)
        case ("GET", "/"): .page(Page.welcome(self))
        default: .json(["statusCode": 404, "error": "Not Found", "message": "Not Found"], status: 404)
        }
    }

    /// The application of that ID.
    func client(_ id: String?) -> SandboxClient? {
        settings.clients.first { $0.id == id }
    }

    /// The user of that email and password; emails are compared without case, as Auth0 does.
    func user(_ email: String?, password: String?) -> SandboxUser? {
        settings.users.first { $0.email.lowercased() == email?.lowercased() && $0.password == password }
    }

    /// Signs a browser in; gives the header that sets its cookie.
    func signedIn(_ user: SandboxUser, _ door: Door) -> [String: String] {
        let cookie = ledger.startBrowserSession(user)
        let secure = door == .tls ? "; Secure" : ""
        return ["set-cookie": "\(Self.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Lax\(secure)"]
    }

    /// Token answer of every grant (RFC 6749 section 5.1).
    func tokens(for order: TokenMint.Order) throws -> JSONValue {
        let accessToken = try mint.accessToken(for: order)
        ledger.remember(accessToken: accessToken, order)
        var members: [String: JSONValue] = [
            "access_token": .string(accessToken), "token_type": "Bearer", "scope": .string(order.scope),
            "expires_in": .integer(settings.tokenSeconds),
        ]
        members["id_token"] = try mint.identityToken(for: order).map { .string($0) }
        return .object(members)
    }

    /// OpenID Connect Discovery section 3.
    private func configuration(_ request: IncomingRequest) -> JSONValue {
        let issuer = request.origin
        return [
            "issuer": .string(issuer),
            "authorization_endpoint": .string("\(issuer)authorize"),
            "token_endpoint": .string("\(issuer)oauth/token"),
            "device_authorization_endpoint": .string("\(issuer)oauth/device/code"),
            "userinfo_endpoint": .string("\(issuer)userinfo"),
            "jwks_uri": .string("\(issuer).well-known/jwks.json"),
            "response_types_supported": ["code", "id_token", "token", "id_token token", "token id_token"],
            "response_modes_supported": ["query", "fragment"],
            "grant_types_supported": .array(SandboxGrant.allCases.map { .string($0.rawValue) }),
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "none"],
            "scopes_supported": ["openid", "profile", "email"],
            "claims_supported": ["aud", "email", "email_verified", "exp", "iat", "iss", "name", "nickname", "sub"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "authorization_response_iss_parameter_supported": .bool(script.issuerParameter == .correct),
        ]
    }

    /// OpenID Connect Core section 5.3.
    private func userInfo(_ request: IncomingRequest) -> Answer {
        let header = request.headers["authorization"] ?? ""
        guard header.hasPrefix("Bearer "), let order = ledger.order(ofAccessToken: String(header.dropFirst(7))) else {
            return .reply(Reply(status: 401, headers: ["content-type": "text/plain"], body: .text("Unauthorized")))
        }
        return .json(.object(order.user.claims(for: order.scopes)))
    }
}
