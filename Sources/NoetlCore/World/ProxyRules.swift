import Foundation

/// Which proxy, if any, stands between this machine and a host: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`.
///
/// Lower-case names win over upper-case ones, and a proxy without a port has 3128, as in squid and curl-like tools.
/// Loopback is never proxied.
public struct ProxyRules: Sendable {
    /// A proxy's address and, where its URL has them, the credentials for it.
    public struct Proxy: Hashable, Sendable {
        /// Host name or address.
        public let host: String
        /// TCP port.
        public let port: Int
        /// User name for `Basic`.
        public let user: String?
        /// Password for `Basic`.
        public let password: Secret?
    }

    private let environment: Environment

    /// The rules that these variables state.
    public init(environment: Environment) { self.environment = environment }

    /// The proxy for `url`, nil for a direct connection.
    ///
    /// - Throws: `network` when the variable that applies is not an `http://` proxy's address.
    public func proxy(for url: URL) throws(NoetlError) -> Proxy? {
        guard let host = url.host()?.lowercased().trimmingCharacters(in: ["[", "]"]), !Loopback.isLoopback(host: host)
        else { return nil }
        let names = [url.scheme == "http" ? "http_proxy" : "https_proxy", "all_proxy"]
        guard let (name, value) = names.lazy.compactMap({ self.variable($0) }).first else { return nil }
        if let exempt = variable("no_proxy")?.value,
            Self.exempts(host: host, port: url.port ?? (url.scheme == "http" ? 80 : 443), in: exempt)
        {
            return nil
        }
        return try Self.parse(value, from: name)
    }

    private func variable(_ name: String) -> (name: String, value: String)? {
        for spelling in [name, name.uppercased()] {
            if let value = environment[spelling] { return (spelling, value) }
        }
        return nil
    }

    private static func parse(_ text: String, from name: String) throws(NoetlError) -> Proxy {
        let absolute = text.contains("://") ? text : "http://\(text)"
        guard let parts = URLComponents(string: absolute), let host = parts.host, !host.isEmpty else {
            throw .unusableProxy(name, reason: "Its value is not the address of a proxy.")
        }
        guard parts.scheme?.lowercased() == "http" else {
            throw .unusableProxy(
                name,
                reason:
                    "It names a \(Redaction.cleaned(parts.scheme ?? "")):// proxy; only http:// proxies can be used.")
        }
        return Proxy(
            host: host.trimmingCharacters(in: ["[", "]"]), port: parts.port ?? 3128, user: parts.user,
            password: parts.password.map { Secret($0) })
    }

    /// Whether `list` (hosts, domains with or without a leading dot, `*`, each with an optional port) names the host.
    static func exempts(host: String, port: Int, in list: String) -> Bool {
        list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
            var name = entry.lowercased()
            if name == "*" { return true }
            if let colon = name.lastIndex(of: ":"), let wanted = Int(name[name.index(after: colon)...]),
                !name.hasSuffix("]"),
                name.firstIndex(of: ":") == colon || name.hasPrefix("[")
            {
                guard port == wanted else { return false }
                name = String(name[..<colon])
            }
            name = name.trimmingCharacters(in: ["[", "]"])
            while let first = name.first, "*.".contains(first) { name.removeFirst() }
            return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
        }
    }
}

extension NoetlError {
    static func unusableProxy(_ variable: String, reason: String) -> NoetlError {
        NoetlError(
            .network, what: "The request was not sent: the proxy of \(variable) cannot be used.", why: reason,
            next: "Set \(variable) to http://host:port, or unset it.")
    }
}
