/// An Auth0 application.
public struct SandboxClient: Sendable, Codable, Equatable {
    /// The client ID.
    public var id: String
    /// The client secret, which the password and code grants then need; nil is a public client, which needs PKCE.
    public var secret: String?
    /// The grants that the application may use.
    public var grants: Set<SandboxGrant>

    /// An application with all grants unless told otherwise.
    public init(id: String, secret: String? = nil, grants: Set<SandboxGrant> = Set(SandboxGrant.allCases)) {
        self.id = id
        self.secret = secret
        self.grants = grants
    }

    /// A public client, and one with a secret.
    public static let defaults = [
        SandboxClient(id: "sandbox-cli"),
        SandboxClient(id: "sandbox-confidential", secret: "sandbox-client-secret"),
    ]
}
