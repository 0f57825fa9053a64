import Foundation

/// The door to the network: one request, one answer, no redirect followed.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and reads the whole answer; cancelling the task ends it at once.
    ///
    /// - Throws: `network` or `tls` with host, port and cause; `cancelled`.
    func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse

    /// Finds out what can be known before a request: whether authorities and proxy are usable. Blocks; reads files.
    ///
    /// - Throws: `tls` for an unusable file of authorities, `network` for an unusable proxy.
    func prepare(for url: URL) throws(NoetlError)

    /// The proxy that requests to `url` go through, as `host:port`; nil for a direct connection.
    ///
    /// - Throws: `network` for an unusable proxy.
    func proxy(for url: URL) throws(NoetlError) -> String?

    /// The certificate that the server at `url` shows; nil where it cannot be looked at, as behind a proxy.
    func certificate(of url: URL) async -> ServerCertificate?
}

/// What a server's certificate says.
public struct ServerCertificate: Sendable, Equatable {
    /// Who signed it; cleaned.
    public let issuer: String
    /// When it ends.
    public let validUntil: Date
}

extension HTTPTransport {
    /// A transport without files and proxies has nothing to find out.
    public func prepare(for url: URL) throws(NoetlError) {}

    /// A transport without proxies is direct.
    public func proxy(for url: URL) throws(NoetlError) -> String? { nil }

    /// A transport without TLS has no certificates.
    public func certificate(of url: URL) async -> ServerCertificate? { nil }
}

/// One HTTP request; it may carry secrets, so it prints only its method and address without the query.
public struct HTTPRequest: Sendable {
    /// Whom the request is for, so that an error can say so.
    public enum Peer: String, Sendable {
        case tenant = "the Auth0 tenant"
        case gateway = "the gateway"
        case server = "the NoETL server"
    }

    /// The methods this program uses.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// What is sent.
    public enum Body: Sendable {
        case none
        /// `application/x-www-form-urlencoded`.
        case form([(name: String, value: String)])
        /// `application/json`, already encoded.
        case json(Data)
    }

    /// Whom it is for.
    public let peer: Peer
    /// How.
    public let method: Method
    /// Where.
    public let url: URL
    /// Headers beside the content type.
    public var headers: [(name: String, value: String)] = []
    /// What is sent.
    public var body = Body.none
    /// How many bytes an answer may have.
    public var answerLimit = 1 << 20
    /// How long everything may take, connecting (10 s at most) included.
    public var timeout: Duration = .seconds(60)

    /// A request to `peer`.
    public init(_ method: Method, _ url: URL, of peer: Peer, body: Body = .none) {
        self.method = method
        self.url = url
        self.peer = peer
        self.body = body
    }

    /// `host:port` of the address, the port spelled out.
    public var authority: String {
        let host = url.host() ?? "?"
        return "\(host.contains(":") ? "[\(host)]" : host):\(url.port ?? (url.scheme == "http" ? 80 : 443))"
    }
}

extension HTTPRequest: CustomStringConvertible {
    /// `POST https://host:port/path`: no query, no body, no headers.
    public var description: String { "\(method.rawValue) \(url.scheme ?? "?")://\(authority)\(url.path())" }
}

/// A whole HTTP answer.
public struct HTTPResponse: Sendable {
    /// The status code.
    public let status: Int
    /// All headers in their order.
    public let headers: [(name: String, value: String)]
    /// The bytes of the body.
    public let body: Data

    /// An answer made of these parts.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
