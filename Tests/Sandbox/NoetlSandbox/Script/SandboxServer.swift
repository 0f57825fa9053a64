/// The roles that the sandbox plays.
public enum SandboxServer: String, Codable, Sendable {
    /// The Auth0-shaped tenant.
    case tenant
    /// The NoETL gateway.
    case gateway
    /// The NoETL server behind the gateway, reached directly and without a session.
    case server
}
