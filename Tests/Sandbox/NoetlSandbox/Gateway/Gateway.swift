import Foundation

/// The NoETL gateway: decides who answers a request.
struct Gateway: Sendable {
    let settings: SandboxSettings
    let script: SandboxScript
    let ledger: TenantLedger
    let key: SigningKey
    let catalog: Catalog
    let sessions = SessionStore()
    /// The tenant's address for each door of the gateway, without a slash.
    let tenants: Locked<[Door: String]> = Locked([:])

    init(
        settings: SandboxSettings, script: SandboxScript, ledger: TenantLedger, key: SigningKey, catalog: Catalog
    ) {
        self.settings = settings
        self.script = script
        self.ledger = ledger
        self.key = key
        self.catalog = catalog
    }

    /// Answers a request that the script leaves alone.
    func answer(_ request: IncomingRequest) -> Answer {
        switch (request.method, request.path) {
        case ("GET", "/health"): .text("ok")
        case ("GET", "/api/runtime/contract"): .json(contract(request.door))
        case ("POST", "/api/auth/login"): GatewayLogin(request, self).answer()
        case ("POST", "/api/auth/validate"): validate(request)
        case (_, let path) where path.hasPrefix("/noetl/"): proxied(request)
        case (_, "/health"), (_, "/api/runtime/contract"), (_, "/api/auth/login"), (_, "/api/auth/validate"):
            .text("", status: 405)
        default: .text("", status: 404)
        }
    }

    /// `expires_at` as the script wants it written.
    func expiry(_ time: Date) -> JSONValue? {
        let zoned = time.formatted(.iso8601)
        switch script.expiry {
        case .zoned: return .string(zoned)
        case .fractional: return .string("\(zoned.dropLast()).123456+00:00")
        case .unzoned: return .string("\(zoned.dropLast()).123456")
        case .absent: return nil
        case .null: return .null
        case .garbled: return "in a while"
        }
    }

    private func contract(_ door: Door) -> JSONValue {
        var members: [String: JSONValue] = [
            "gateway_version": "3.12.0", "contract_version": "2026-04-26",
            "summary": "Gateway authenticates clients and forwards canonical NoETL API calls.",
            "routes": [
                "public": [
                    "GET /health", "GET /api/runtime/contract", "POST /api/auth/login", "POST /api/auth/validate",
                ],
                "protected": ["ANY /noetl/{*path}"],
            ],
        ]
        if script.contract != .withoutAuth0 { members["auth0"] = auth0Block(door) }
        return .object(members)
    }

    private func auth0Block(_ door: Door) -> JSONValue {
        let address = tenants.withLock { $0[door] } ?? ""
        // An Auth0 domain is https unless it says otherwise.
        let domain = door == .tls ? String(address.dropFirst("https://".count)) : address
        var fields = [
            "domain": domain, "client_id": settings.clients.first?.id ?? "", "redirect_uri": settings.webRedirectURI,
            "audience": settings.contractAudience,
        ]
        if case .without(let names) = script.contract {
            for name in names { fields[name] = nil }
        }
        return .object(fields.filter { !$0.value.isEmpty }.mapValues { .string($0) })
    }

    private func validate(_ request: IncomingRequest) -> Answer {
        guard let body = try? JSONValue(parsing: request.body), let token = body["session_token"]?.text else {
            return .text("Failed to deserialize the JSON body: missing field `session_token`", status: 422)
        }
        guard let session = sessions.session(token) else {
            return .json(["valid": false, "user": nil, "expires_at": nil, "message": "Session is invalid or expired"])
        }
        var members: [String: JSONValue] = [
            "valid": true, "user": session.userInfo, "message": "Session is valid",
        ]
        members["expires_at"] = expiry(session.expires)
        return .json(.object(members))
    }

    private func proxied(_ request: IncomingRequest) -> Answer {
        guard let token = sessionToken(of: request) else { return .text("Missing authentication token", status: 401) }
        guard sessions.session(token) != nil else { return .text("Invalid or expired session", status: 401) }
        return catalog.answer(request.method, String(request.path.dropFirst("/noetl/".count)), request.body)
    }

    /// From `Authorization: Bearer`, `x-session-token` or the cookie, in this order.
    private func sessionToken(of request: IncomingRequest) -> String? {
        if let header = request.headers["authorization"], header.hasPrefix("Bearer ") {
            return String(header.dropFirst("Bearer ".count))
        }
        return request.headers["x-session-token"] ?? request.cookie("session_token")
    }
}
