/// What counts as this machine.
public enum Loopback {
    /// Whether `host`, as it stands in a URL (brackets or not), is a loopback name or address (RFC 6761 6.3, RFC 5735).
    public static func isLoopback(host: String) -> Bool {
        let bare = host.lowercased().trimmingPrefix("[").prefix { $0 != "]" }
        if bare == "localhost" || bare.hasSuffix(".localhost") || bare == "::1" { return true }
        let octets = bare.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}
