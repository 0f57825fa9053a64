/// This machine as somebody reached it over SSH, read from `SSH_CONNECTION` (ssh(1)): client, port, server, port.
public struct SSHServer: Sendable, Equatable {
    /// The address that the client connected to.
    public let address: String
    /// The port there.
    public let port: Int

    /// Reads the variable's value; nil when it is not four words with an IP address and a port at the end.
    public init?(connection: String) {
        let words = connection.split(separator: " ")
        guard words.count == 4, let port = Int(words[3]), (1...65_535).contains(port),
            words[2].allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == "." || $0 == ":") })
        else { return nil }
        address = String(words[2])
        self.port = port
    }

    /// The command that brings `redirect` of this machine to the person's own, to be run there (ssh(1), `-L`).
    ///
    /// - Parameters:
    ///   - redirect: where the login listens.
    ///   - server: where the person reached this machine; a placeholder stands for it when nobody knows.
    public static func forwarding(_ redirect: LoopbackRedirect, to server: SSHServer?) -> String {
        let host = redirect.host == "localhost" ? "127.0.0.1" : redirect.host
        let options = server.map { $0.port == 22 ? "" : "-p \($0.port) " } ?? ""
        return "ssh \(options)-L \(redirect.port):\(host):\(redirect.port) \(server?.address ?? "<host>")"
    }
}
