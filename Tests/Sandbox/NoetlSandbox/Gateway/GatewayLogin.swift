import Foundation

/// One `POST /api/auth/login`: an Auth0 token for a gateway session.
struct GatewayLogin: Sendable {
    private let request: IncomingRequest
    private let gateway: Gateway

    init(_ request: IncomingRequest, _ gateway: Gateway) {
        self.request = request
        self.gateway = gateway
    }

    /// A session, or why not.
    func answer() -> Answer {
        guard request.mediaType == "application/json" else {
            return .text("Expected request with `Content-Type: application/json`", status: 415)
        }
        guard let body = try? JSONValue(parsing: request.body) else {
            return .text("Failed to parse the request body as JSON", status: 400)
        }
        guard let token = body["auth0_token"]?.text else {
            return .text("Failed to deserialize the JSON body: missing field `auth0_token`", status: 422)
        }
        // Without a domain a real gateway asks a tenant that is not the caller's.
        guard let domain = body["auth0_domain"]?.text else {
            return refusal("the token was not issued by gateway-default.us.auth0.com")
        }
        do {
            let user = try user(of: token, from: domain)
            return .json(session(for: user, hours: body["session_duration_hours"]?.whole ?? 8))
        } catch let refused as SigningKey.Refusal {
            return refusal(refused.reason)
        } catch {
            return .json(["error": .string("\(error)")], status: 500)
        }
    }

    private func refusal(_ reason: String) -> Answer {
        .json(["error": .string("Auth0 token validation failed: \(reason)")], status: 401)
    }

    /// Whose token it is; an access token counts when the tenant issued it.
    private func user(of token: String, from domain: String) throws -> SandboxUser {
        guard let issuer = issuer(of: domain) else {
            throw SigningKey.Refusal(reason: "the token was not issued by \(domain)")
        }
        if let order = gateway.ledger.order(ofAccessToken: token) {
            guard order.issuer == issuer else {
                throw SigningKey.Refusal(reason: "the token was not issued by \(domain)")
            }
            return order.user
        }
        let claims = try gateway.key.claims(of: token)
        guard claims["iss"]?.text == issuer else {
            throw SigningKey.Refusal(reason: "the token was not issued by \(domain)")
        }
        let audiences = claims["aud"]?.elements?.compactMap(\.text) ?? [claims["aud"]?.text ?? ""]
        guard gateway.settings.clients.contains(where: { audiences.contains($0.id) }) else {
            throw SigningKey.Refusal(reason: "the token is for another application")
        }
        // 60 seconds for clocks that disagree.
        guard let expires = claims["exp"]?.whole, Double(expires) + 60 > Date().timeIntervalSince1970 else {
            throw SigningKey.Refusal(reason: "the token has expired")
        }
        guard let user = gateway.settings.users.first(where: { $0.subject == claims["sub"]?.text }) else {
            throw SigningKey.Refusal(reason: "no such user")
        }
        return user
    }

    /// The issuer of a domain, with or without scheme, under any of the tenant's loopback names.
    private func issuer(of domain: String) -> String? {
        let domain = domain.hasSuffix("/") ? String(domain.dropLast()) : domain
        for (door, address) in gateway.tenants.withLock({ $0 }) {
            guard let port = address.split(separator: ":").last else { continue }
            for host in ["localhost", "127.0.0.1", "[::1]"] {
                let name = "\(host):\(port)"
                if domain == name || domain == "\(door.scheme)://\(name)" { return "\(door.scheme)://\(name)/" }
            }
        }
        return nil
    }

    private func session(for user: SandboxUser, hours: Int) -> JSONValue {
        let seconds = gateway.script.sessionSeconds ?? hours * 3_600
        let number = gateway.settings.users.firstIndex(of: user) ?? 0
        let session = gateway.sessions.start(for: user, userID: number + 1, seconds: seconds)
        var members: [String: JSONValue] = [
            "status": "authenticated", "session_token": .string(session.token), "user": session.userInfo,
            "message": "Authentication successful",
        ]
        members["expires_at"] = gateway.expiry(session.expires)
        return .object(members)
    }
}
