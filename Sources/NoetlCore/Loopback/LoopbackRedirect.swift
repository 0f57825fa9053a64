import Foundation

/// The redirect URI of a native app (RFC 8252 7.3): http, this machine, a port, compared exactly by the tenant.
public struct LoopbackRedirect: Sendable, Equatable, CustomStringConvertible {
    /// `127.0.0.1`, `localhost` or `[::1]`, as written.
    public let host: String
    /// The port that the listener binds.
    public let port: Int
    /// The path, as written; `/` when empty.
    public let path: String
    /// The URI exactly as it was given, since the tenant compares it so.
    public let description: String

    /// The redirect URI of the product: `http://127.0.0.1:<port>/callback`.
    public init(port: Int = Self.standardPort) {
        host = "127.0.0.1"
        self.port = port
        path = "/callback"
        description = "http://127.0.0.1:\(port)/callback"
    }

    /// Reads a loopback redirect URI; nil when it is not http, not on loopback, has no port, or carries a query.
    public init?(_ text: String) {
        guard text.hasPrefix("http://"), URL(string: text, encodingInvalidCharacters: false) != nil else { return nil }
        let rest = text.dropFirst("http://".count)
        let authority = rest.prefix { !"/?#".contains($0) }
        let tail = rest[authority.endIndex...]
        guard !tail.contains("?"), !tail.contains("#"), let (host, port) = HostAndPort.split(authority), let port,
            ["127.0.0.1", "localhost", "[::1]"].contains(host.lowercased())
        else { return nil }
        self.host = host.lowercased()
        self.port = port
        path = tail.isEmpty ? "/" : String(tail)
        description = text
    }

    /// The port when nothing else is said.
    public static let standardPort = 8765

    /// The addresses to listen on; `localhost` may mean either family.
    var addresses: [String] {
        switch host {
        case "localhost": ["127.0.0.1", "::1"]
        case "[::1]": ["::1"]
        default: ["127.0.0.1"]
        }
    }

    /// Whether an address without its query, as a browser shows it, is this redirect.
    func isAddressed(by address: some StringProtocol) -> Bool {
        let scheme = "http://"
        guard address.lowercased().hasPrefix(scheme) else { return false }
        let rest = address.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        let path = rest[authority.endIndex...]
        return isNamed(by: String(authority)) && (path.isEmpty ? "/" : String(path)) == self.path
    }

    /// Whether a request's `Host` names this redirect, and not a name that somebody pointed at this machine.
    func isNamed(by header: String) -> Bool {
        let host = header.lowercased()
        return host == "\(self.host):\(port)" || (port == 80 && host == self.host)
    }
}
