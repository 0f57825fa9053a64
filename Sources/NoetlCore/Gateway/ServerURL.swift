import Foundation

/// The base address of a gateway or NoETL server, checked where it enters: http(s), a host, no user info, no query.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
    /// The address without trailing slashes, as it is saved and shown.
    public let description: String
    /// `http` or `https`.
    public let scheme: String
    /// Host with `:port` where it is not the scheme's own.
    public let authority: String

    private let path: String

    /// Reads an address.
    ///
    /// - Parameters:
    ///   - text: the address.
    ///   - origin: where the text came from (`--server-url`), for the error.
    ///   - name: what people call the address, for the error.
    ///   - example: what such an address looks like, for the error.
    /// - Throws: `usage` with what is wrong; user info is not echoed, since it may hold a password.
    public init(
        _ text: String, from origin: String = "--server-url", called name: String = "server URL",
        like example: String = "https://gateway.acme.com"
    ) throws(NoetlError) {
        func refuse(_ reason: String, value: String? = nil) -> NoetlError {
            NoetlError(
                .usage, what: "The \(name) of \(origin) is not usable.",
                why: value.flatMap { $0.contains("@") ? nil : $0 }.map {
                    "'\(Redaction.cleaned($0, limit: 80))' \(reason)."
                } ?? "It \(reason).",
                next: "Give an address like \(example).")
        }
        let lower = text.lowercased()
        guard let scheme = ["https", "http"].first(where: { lower.hasPrefix("\($0)://") }) else {
            throw refuse("does not start with https:// or http://", value: text)
        }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw refuse("holds a user name or password; the session is what logs in")
        }
        guard let (host, port) = HostAndPort.split(authority) else { throw refuse("names no valid host", value: text) }
        var path = rest[authority.endIndex...]
        guard !path.contains("?"), !path.contains("#") else {
            throw refuse("has a query or fragment; give the base address only")
        }
        while path.hasSuffix("/") { path = path.dropLast() }
        let standard = scheme == "https" ? 443 : 80
        self.scheme = scheme
        self.authority = host.lowercased() + (port.map { $0 == standard ? "" : ":\($0)" } ?? "")
        self.path = String(path)
        description = "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)"
        guard URL(string: description, encodingInvalidCharacters: false) != nil else {
            throw refuse("has characters that no URL has", value: text)
        }
    }

    /// Scheme, host and port: two addresses of one origin may share a session.
    public var origin: String { "\(scheme)://\(authority)" }

    /// Whether the server is this machine.
    public var isLoopback: Bool { Loopback.isLoopback(host: HostAndPort.split(authority)?.host ?? "") }

    /// Whether a session sent there crosses a network unencrypted.
    public var isExposed: Bool { scheme == "http" && !isLoopback }

    /// An address below the base; `path` starts with a slash and needs no encoding.
    ///
    /// - Throws: `usage`; in practice never, since the base was checked.
    func url(_ path: String) throws(NoetlError) -> URL {
        guard let url = URL(string: "\(origin)\(self.path)\(path)", encodingInvalidCharacters: false) else {
            throw NoetlError(
                .usage, what: "The server URL is not usable.",
                why: "'\(Redaction.cleaned(description))\(path)' is not a valid address.",
                next: "Give an address like https://gateway.acme.com.")
        }
        return url
    }
}
