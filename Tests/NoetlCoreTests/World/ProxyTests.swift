import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

/// Requests through a proxy, over real sockets.
@Suite(.timeLimit(.minutes(5))) struct ProxyTests {
    private func failure(of address: String, _ variables: [String: String]) async throws -> NoetlError {
        let environment = Environment(variables)
        let http = SystemHTTP(trust: TrustSettings(caFile: nil, environment: environment), environment: environment)
        let request = HTTPRequest(.get, try #require(URL(string: address)), of: .gateway)
        return try #require(await #expect(throws: NoetlError.self) { try await http.send(request) })
    }

    @Test(arguments: [
        ("https://gateway.invalid/x", "HTTPS_PROXY", "CONNECT gateway.invalid:443 "),
        ("http://gateway.invalid/x", "http_proxy", "CONNECT gateway.invalid:80 "),
        ("https://gateway.invalid:8443/x", "all_proxy", "CONNECT gateway.invalid:8443 "),
    ])
    func `The proxy is asked for the host`(address: String, variable: String, start: String) async throws {
        try await RawServer.with(answering: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") {
            proxy in
            let error = try await failure(of: address, [variable: "http://127.0.0.1:\(proxy.port)"])
            #expect(proxy.greetings.count == 1)
            #expect(proxy.greetings.first?.hasPrefix(start) == true)
            #expect(error.code == .network)
            #expect(error.why.contains("the proxy wants a user name and password"))
            #expect(error.why.contains("127.0.0.1:\(proxy.port)"))
            #expect(error.next.contains("NO_PROXY"))
        }
    }

    @Test func `Credentials in the proxy's address are sent to it`() async throws {
        try await RawServer.with(answering: "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") { proxy in
            let error = try await failure(
                of: "https://gateway.invalid/", ["HTTPS_PROXY": "http://me:p%40ss@127.0.0.1:\(proxy.port)"])
            let credentials = Data("me:p@ss".utf8).base64EncodedString()
            #expect(proxy.greetings.first?.lowercased().contains("proxy-authorization: basic") == true)
            #expect(proxy.greetings.first?.contains(credentials) == true)
            #expect(error.code == .network)
            #expect(!error.lines.joined().contains("p@ss") && !error.lines.joined().contains("p%40ss"))
        }
    }

    @Test func `Loopback goes past the proxy`() async throws {
        try await RawServer.with(answering: "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n") { proxy in
            let port = FreePort.next()
            let error = try await failure(
                of: "http://localhost:\(port)/",
                ["ALL_PROXY": "http://127.0.0.1:\(proxy.port)", "HTTP_PROXY": "http://127.0.0.1:\(proxy.port)"])
            #expect(error.why.contains("localhost:\(port): connection refused"))
            #expect(proxy.greetings.isEmpty)
        }
    }

    @Test func `A host of NO_PROXY goes past the proxy`() async throws {
        try await RawServer.with(answering: "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n") { proxy in
            let error = try await failure(
                of: "https://gateway.invalid/",
                ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)", "NO_PROXY": ".invalid"])
            #expect(error.why.contains("could not be resolved"))
            #expect(proxy.greetings.isEmpty)
        }
    }

    @Test func `A proxy that is not there is named with the variables to look at`() async throws {
        let port = FreePort.next()
        let error = try await failure(of: "https://gateway.invalid/", ["HTTPS_PROXY": "http://127.0.0.1:\(port)"])
        #expect(error.code == .network)
        #expect(error.why.contains("gateway.invalid:443 through the proxy 127.0.0.1:\(port)"))
        #expect(error.next.contains("HTTPS_PROXY"))
    }
}
