/// The way a request came in, which decides the addresses and the issuer that it is answered with.
public enum Door: String, Codable, Sendable {
    /// https with a certificate of the sandbox's own authority.
    case tls
    /// http, for a person's browser and for tests of plain-http settings.
    case plain

    /// The URL scheme of the door.
    public var scheme: String {
        switch self {
        case .tls: "https"
        case .plain: "http"
        }
    }
}
