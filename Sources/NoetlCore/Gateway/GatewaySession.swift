import Foundation

/// A session at the gateway: what a login is for.
public struct GatewaySession: Sendable, Equatable {
    /// Sent with every later request.
    public let token: Secret
    /// When it ends; nil when the gateway did not say.
    public let expiresAt: Date?
    /// Who is logged in.
    public let user: GatewayUser
    /// The gateway's whole answer as JSON text, which holds the token too.
    public let answer: Secret

    /// A session of these parts.
    public init(token: Secret, expiresAt: Date?, user: GatewayUser, answer: Secret) {
        self.token = token
        self.expiresAt = expiresAt
        self.user = user
        self.answer = answer
    }
}

/// The user as the gateway knows them; all text is cleaned.
public struct GatewayUser: Sendable, Equatable {
    /// Mail address; nil when the gateway gave none.
    public let email: String?
    /// Name for people; nil when the gateway gave none.
    public let displayName: String?
    /// Roles at the gateway.
    public let roles: [String]

    /// A user of these parts.
    public init(email: String?, displayName: String? = nil, roles: [String] = []) {
        self.email = email
        self.displayName = displayName
        self.roles = roles
    }

    init(json: [String: Any]?) {
        email = (json?["email"] as? String).map { Redaction.cleaned($0) }
        displayName = (json?["display_name"] as? String).map { Redaction.cleaned($0) }
        roles = (json?["roles"] as? [Any] ?? []).compactMap { ($0 as? String).map { Redaction.cleaned($0) } }
    }
}
