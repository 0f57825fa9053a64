import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// A browser with a user who knows what to type: follows redirects, keeps cookies and fills in the tenant's forms.
public struct StubBrowser: Sendable {
    /// What the user types and presses.
    public struct Wish: Sendable {
        /// The email to sign in with.
        public var email: String
        /// The password to sign in with.
        public var password: String
        /// The user code to type where the page has none.
        public var userCode: String?
        /// Whether to press Cancel or Deny.
        public var denies: Bool
        /// The beginning of addresses that cannot be reached, as from a browser on another machine.
        public var unreachable: String?

        /// A user who agrees unless told otherwise.
        public init(email: String, password: String, userCode: String? = nil, denies: Bool = false) {
            self.email = email
            self.password = password
            self.userCode = userCode
            self.denies = denies
        }
    }

    /// Where the way ended.
    public struct Outcome: Sendable, Equatable {
        /// The last address; beyond loopback, or where it was out of reach, it was not opened.
        public let address: String
        /// The status there; 302 when it was not opened.
        public let status: Int
        /// The page there.
        public let pageBody: String
    }

    /// Thrown when the way does not end.
    public struct TooManySteps: Error {}

    private let authorities: [NIOSSLCertificate]

    /// A browser that trusts this authority; without one, that of nobody.
    public init(caFile: String?) throws {
        authorities = try caFile.map { try NIOSSLCertificate.fromPEMFile($0) } ?? []
    }

    /// Opens an address and does what it takes there.
    public func open(_ address: String, _ wish: Wish) async throws -> Outcome {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(authorities)
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let outcome = try await walk(from: address, wish, client)
            try await client.shutdown()
            return outcome
        } catch {
            // The first error is the one to report.
            try? await client.shutdown()
            throw error
        }
    }

    private func walk(from start: String, _ wish: Wish, _ client: HTTPClient) async throws -> Outcome {
        var address = start
        var form: String?
        var cookies: [String: String] = [:]
        var hasSubmitted = false
        for _ in 0..<12 {
            var request = HTTPClientRequest(url: address)
            request.headers.add(name: "user-agent", value: "noetl-sandbox-browser")
            if !cookies.isEmpty {
                request.headers.add(name: "cookie", value: cookies.map { "\($0)=\($1)" }.joined(separator: "; "))
            }
            if let form {
                request.method = .POST
                request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
                request.body = .bytes(ByteBuffer(string: form))
            }
            let response = try await client.execute(request, timeout: .seconds(30))
            let body = String(buffer: try await response.body.collect(upTo: 4 << 20))
            let status = Int(response.status.code)
            for cookie in response.headers["set-cookie"] {
                let pair = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
                if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
            }
            if (300..<400).contains(status), let location = response.headers.first(name: "location"),
                let next = URL(string: location, relativeTo: URL(string: address))
            {
                address = next.absoluteString
                form = nil
                guard Self.isLoopback(next), wish.unreachable.map({ !address.hasPrefix($0) }) ?? true else {
                    return Outcome(address: address, status: status, pageBody: "")
                }
            } else if status == 200, !hasSubmitted, let page = LoginForm(in: body, at: address) {
                address = page.action
                form = page.filled(as: wish)
                hasSubmitted = true
            } else {
                return Outcome(address: address, status: status, pageBody: body)
            }
        }
        throw TooManySteps()
    }

    private static func isLoopback(_ url: URL) -> Bool {
        ["127.0.0.1", "localhost", "::1", "[::1]"].contains(url.host ?? "")
    }
}
