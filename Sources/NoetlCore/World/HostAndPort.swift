/// The strict reading of `host` and `host:port`, before anything is made a URL of them.
enum HostAndPort {
    /// Host (a name, an IPv4 address, or an IPv6 address in brackets) and port; nil for anything else.
    static func split(_ text: some StringProtocol) -> (host: String, port: Int?)? {
        let host: Substring, rest: Substring
        let text = Substring(text)
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[...end]
            rest = text[text.index(after: end)...]
            guard host.dropFirst().dropLast().contains(":"),
                host.dropFirst().dropLast().allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") })
            else { return nil }
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
            guard isName(host) else { return nil }
        }
        guard !rest.isEmpty else { return (String(host), nil) }
        let digits = rest.dropFirst()
        guard rest.first == ":", (1...5).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let port = Int(digits), (1...65_535).contains(port)
        else { return nil }
        return (String(host), port)
    }

    /// Labels of letters, digits, `-` and `_` (RFC 1123 2.1), 253 characters at most.
    private static func isName(_ host: Substring) -> Bool {
        guard (1...253).contains(host.count) else { return false }
        return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        }
    }
}
