import Foundation

/// The tenant's host: `acme.us.auth0.com`, a custom domain, or a loopback tenant of tests, each with an optional port.
public struct Auth0Domain: Sendable, Hashable, CustomStringConvertible {
    /// `https`, or `http` for a loopback tenant that was named so.
    public let scheme: String
    /// Lower-case host with `:port` where it is not the scheme's own.
    public let authority: String

    /// Reads a bare host or an `https://` address; `http://` only for a loopback host.
    ///
    /// - Parameters:
    ///   - text: what somebody gave as the tenant.
    ///   - origin: where the text came from (`--auth0-domain`), for the error.
    /// - Throws: `usage` for anything else: path, user info, blanks, control characters, shell syntax.
    public init(_ text: String, from origin: String = "--auth0-domain") throws(NoetlError) {
        var rest = text[...]
        var scheme = "https"
        for (prefix, named) in [("https://", "https"), ("http://", "http")] where rest.lowercased().hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
            scheme = named
            if rest.hasSuffix("/") { rest = rest.dropLast() }
            break
        }
        guard let (host, port) = HostAndPort.split(rest) else {
            throw .invalidDomain(text, origin: origin, reason: "is not a host name")
        }
        guard scheme == "https" || Loopback.isLoopback(host: host) else {
            throw .invalidDomain(text, origin: origin, reason: "uses http://, which only a tenant on this machine may")
        }
        self.scheme = scheme
        let standard = scheme == "https" ? 443 : 80
        authority = host.lowercased() + (port.map { $0 == standard ? "" : ":\($0)" } ?? "")
    }

    /// The issuer that ID tokens of this tenant name, with the slash.
    public var issuer: String { "\(scheme)://\(authority)/" }

    /// The domain as the gateway gets it and the config keeps it: a bare host for https.
    public var description: String { scheme == "https" ? authority : "\(scheme)://\(authority)" }

    /// An address of the tenant; `path` starts with a slash, and nothing in it needs encoding.
    func url(_ path: String, query: [(name: String, value: String)] = []) -> URL? {
        URL(string: "\(scheme)://\(authority)\(path)" + (query.isEmpty ? "" : "?\(PercentEncoding.query(query))"))
    }
}

extension NoetlError {
    static func invalidDomain(_ text: String, origin: String, reason: String) -> NoetlError {
        NoetlError(
            .usage, what: "The Auth0 domain of \(origin) is not usable.",
            why: "'\(Redaction.cleaned(text, limit: 80))' \(reason).",
            next: "Give the bare host of the tenant, like acme.us.auth0.com.")
    }
}
