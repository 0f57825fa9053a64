/// Somebody who can sign in.
public struct SandboxUser: Sendable, Codable, Equatable {
    /// The login name.
    public var email: String
    /// The password.
    public var password: String
    /// The name that people see.
    public var name: String
    /// The roles that the gateway reports.
    public var roles: [String]

    /// A user; without a name, the email is shown.
    public init(email: String, password: String, name: String? = nil, roles: [String] = ["user"]) {
        self.email = email
        self.password = password
        self.name = name ?? email
        self.roles = roles
    }

    /// The users of a sandbox unless told otherwise; the second password needs every kind of encoding.
    public static let defaults = [
        SandboxUser(email: "you@example.com", password: "sandbox-password", name: "You Example"),
        SandboxUser(email: "first.last@example.com", password: "p+ss & w=rd% \u{FC}\"'", name: "First Last"),
        SandboxUser(email: "ops@example.com", password: "ops-password", name: "Ops Example", roles: ["admin", "ops"]),
    ]
}
