import Foundation

/// Makes ID and access tokens, flawed as the script says.
struct TokenMint: Sendable {
    let key: SigningKey
    let settings: SandboxSettings
    let script: SandboxScript

    /// Who a token is for, and through which door it was asked.
    struct Order: Sendable {
        var user: SandboxUser
        var clientID: String
        var issuer: String
        var scope: String
        var audience: String?
        var nonce: String?
    }

    /// The ID token (OpenID Connect Core section 2), nil without the scope `openid` or when the script withholds it.
    func identityToken(for order: Order) throws -> String? {
        let flaws = script.tokenFlaws
        guard order.scopes.contains("openid"), !flaws.contains(.missing) else { return nil }
        let claims = identityClaims(for: order, flaws)
        var parts = try key.token(of: claims).split(separator: ".").map(String.init)
        if flaws.contains(.unsigned) {
            parts[0] = Base64URL.encode(Data(#"{"alg":"none","typ":"JWT"}"#.utf8))
            parts[2] = ""
        }
        if flaws.contains(.signature) { parts[2] = Base64URL.encode(try key.signature(of: "another token")) }
        if flaws.contains(.garbledPayload) { parts[1] = Base64URL.encode(Data("not json".utf8)) }
        if flaws.contains(.twoParts) { parts.removeLast() }
        return parts.joined(separator: ".")
    }

    /// The access token: opaque, or signed when it is for an API.
    func accessToken(for order: Order) throws -> String {
        guard let audience = order.audience else { return RandomText.token() }
        let now = Int(Date().timeIntervalSince1970)
        return try key.token(of: [
            "iss": .string(order.issuer), "sub": .string(order.user.subject),
            "aud": [.string(audience), .string("\(order.issuer)userinfo")], "azp": .string(order.clientID),
            "iat": .integer(now), "exp": .integer(now + settings.tokenSeconds), "scope": .string(order.scope),
        ])
    }

    private func identityClaims(for order: Order, _ flaws: Set<TokenFlaw>) -> JSONValue {
        let now = Int(Date().timeIntervalSince1970)
        var claims = order.user.claims(for: order.scopes)
        claims["iss"] = .string(order.issuer)
        claims["aud"] = .string(order.clientID)
        claims["iat"] = .integer(now)
        claims["exp"] = .integer(now + settings.tokenSeconds)
        claims["nonce"] = order.nonce.map { .string($0) }
        if flaws.contains(.issuer) { claims["iss"] = "https://another-tenant.example/" }
        if flaws.contains(.issuerWithoutSlash) { claims["iss"] = .string(String(order.issuer.dropLast())) }
        if flaws.contains(.audience) { claims["aud"] = "another-application" }
        if flaws.contains(.audienceList) { claims["aud"] = ["another-application", .string(order.clientID)] }
        if flaws.contains(.nonce) { claims["nonce"] = "another-nonce" }
        if flaws.contains(.withoutNonce) { claims["nonce"] = nil }
        if flaws.contains(.expired) {
            claims["iat"] = .integer(now - 7_200)
            claims["exp"] = .integer(now - 3_600)
        }
        if flaws.contains(.justExpired) {
            claims["iat"] = .integer(now - 3_630)
            claims["exp"] = .integer(now - 30)
        }
        return .object(claims)
    }
}

extension TokenMint.Order {
    /// The words of `scope`.
    var scopes: Set<String> { Set(scope.split(separator: " ").map(String.init)) }
}

extension SandboxUser {
    /// The `sub` of tokens, in the form of a user of an Auth0 database.
    var subject: String { "auth0|\(Base64URL.encode(Data(email.utf8)))" }

    /// The claims that the scopes allow (OpenID Connect Core section 5.4).
    func claims(for scopes: Set<String>) -> [String: JSONValue] {
        var claims: [String: JSONValue] = ["sub": .string(subject)]
        if scopes.contains("profile") {
            claims["name"] = .string(name)
            claims["nickname"] = .string(email.split(separator: "@").first.map(String.init) ?? email)
        }
        if scopes.contains("email") {
            claims["email"] = .string(email)
            claims["email_verified"] = true
        }
        return claims
    }
}
