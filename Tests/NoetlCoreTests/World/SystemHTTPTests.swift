import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// HTTP over real sockets: what is sent, what is not followed, and where patience ends.
@Suite(.timeLimit(.minutes(5))) struct SystemHTTPTests {
    private func transport(_ variables: [String: String] = [:], caFile: String? = nil, trace: Trace = .off)
        -> SystemHTTP
    {
        let environment = Environment(variables)
        return SystemHTTP(
            trust: TrustSettings(caFile: caFile, environment: environment), environment: environment, trace: trace)
    }

    private func url(_ text: String) throws -> URL { try #require(URL(string: text)) }

    private func failure(
        of request: HTTPRequest, _ variables: [String: String] = [:], caFile: String? = nil
    ) async throws -> NoetlError {
        let http = transport(variables, caFile: caFile)
        return try #require(await #expect(throws: NoetlError.self) { try await http.send(request) })
    }

    @Test func `A request says who asks and what it carries`() async throws {
        try await Sandbox.with { sandbox in
            let http = transport(caFile: sandbox.addresses.caFile)
            let address = try url("\(sandbox.addresses.gatewayURL)/x?a=b")
            var request = HTTPRequest(.post, address, of: .gateway, body: .form([("a b", "c&d=ü"), ("e", "")]))
            request.headers = [("x-session-token", "tok")]
            let response = try await http.send(request)
            #expect(response.status == 404)
            _ = try await http.send(HTTPRequest(.post, address, of: .gateway, body: .json(Data(#"{"a":1}"#.utf8))))
            let form = try #require(sandbox.requests.first), json = try #require(sandbox.requests.last)
            #expect(form.headers["user-agent"] == "noetl/\(NoetlVersion.current)")
            #expect(form.headers["accept"] == "application/json")
            #expect(form.headers["content-type"] == "application/x-www-form-urlencoded")
            #expect(form.headers["x-session-token"] == "tok")
            #expect(form.body == "a%20b=c%26d%3D%C3%BC&e=")
            #expect(json.headers["content-type"] == "application/json")
            #expect(json.body == #"{"a":1}"#)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `A redirect is an answer and is not followed`(status: Int) async throws {
        try await Sandbox.with { sandbox in
            sandbox.script.answer(
                .health, with: .redirect(to: "\(sandbox.addresses.gatewayURL)/health", status: status))
            let http = transport(caFile: sandbox.addresses.caFile)
            let address = try url("\(sandbox.addresses.gatewayURL)/health")
            let response = try await http.send(HTTPRequest(.get, address, of: .gateway))
            #expect(response.status == status)
            #expect(response.header("LOCATION")?.hasSuffix("/health") == true)
            #expect(sandbox.requests.count == 1)
        }
    }

    @Test func `An answer without an end is cut off`() async throws {
        try await Sandbox.with { sandbox in
            sandbox.script.answer(.health, with: .flood(bytes: 200_000))
            var request = HTTPRequest(.get, try url("\(sandbox.addresses.gatewayURL)/health"), of: .gateway)
            request.answerLimit = 64 << 10
            let error = try await failure(of: request, caFile: sandbox.addresses.caFile)
            #expect(error.code == .network)
            #expect(error.why.contains("larger than 64 KiB"))
            #expect(error.why.contains(request.authority))
        }
    }

    @Test(arguments: [
        ScriptedAnswer.hang, .drip(body: String(repeating: "x", count: 100_000), every: .milliseconds(20)),
    ])
    func `An answer that does not come, or only drop by drop, is given up`(answer: ScriptedAnswer) async throws {
        try await Sandbox.with { sandbox in
            sandbox.script.always(.health, answer)
            var request = HTTPRequest(.get, try url("\(sandbox.addresses.gatewayURL)/health"), of: .gateway)
            request.timeout = .milliseconds(400)
            let error = try await failure(of: request, caFile: sandbox.addresses.caFile)
            #expect(error.code == .network)
            #expect(error.why.contains("No complete answer from \(request.authority)"))
        }
    }

    @Test func `A connection that is closed without an answer is told`() async throws {
        try await Sandbox.with { sandbox in
            sandbox.script.always(.health, .drop)
            let request = HTTPRequest(.get, try url("\(sandbox.addresses.gatewayURL)/health"), of: .gateway)
            let error = try await failure(of: request, caFile: sandbox.addresses.caFile)
            #expect(error.code == .network)
            #expect(error.why.contains(request.authority))
        }
    }

    @Test func `Nobody who listens is told with host, port and cause`() async throws {
        let port = FreePort.next()
        for host in ["127.0.0.1", "localhost"] {
            let error = try await failure(
                of: HTTPRequest(.get, try url("https://\(host):\(port)/x?secret"), of: .tenant))
            #expect(error.code == .network)
            #expect(error.what == "Could not reach the Auth0 tenant.")
            #expect(error.why == "\(host):\(port): connection refused; nothing listens there.")
        }
    }

    @Test func `A name that nobody knows is told`() async throws {
        let error = try await failure(of: HTTPRequest(.get, try url("https://tenant.invalid/"), of: .tenant))
        #expect(error.code == .network)
        #expect(error.why == "tenant.invalid:443: the host name could not be resolved.")
    }

    @Test(arguments: ["hello\r\n\r\n", "HTTP/1.1 banana\r\n\r\n", "\u{0}\u{1}\u{2}"])
    func `An answer that is no HTTP is told`(text: String) async throws {
        try await RawServer.with(answering: text) { server in
            let error = try await failure(
                of: HTTPRequest(.get, try url("http://127.0.0.1:\(server.port)/"), of: .gateway))
            #expect(error.code == .network)
            #expect(error.why.contains("127.0.0.1:\(server.port)"))
        }
    }

    @Test func `An answer that breaks off is told`() async throws {
        try await RawServer.with(answering: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") { server in
            let error = try await failure(
                of: HTTPRequest(.get, try url("http://127.0.0.1:\(server.port)/"), of: .gateway))
            #expect(error.code == .network)
            #expect(error.why.contains("127.0.0.1:\(server.port)"))
        }
    }

    @Test func `Cancelling ends a request that waits`() async throws {
        try await Sandbox.with { sandbox in
            sandbox.script.always(.health, .hang)
            let http = transport(caFile: sandbox.addresses.caFile)
            let request = HTTPRequest(.get, try url("\(sandbox.addresses.gatewayURL)/health"), of: .gateway)
            let sending = Task { try await http.send(request) }
            while sandbox.requests.isEmpty { await Task.yield() }
            sending.cancel()
            let error = await #expect(throws: NoetlError.self) { try await sending.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test func `The trace names the address without its query and holds no secret`() async throws {
        try await Sandbox.with { sandbox in
            let lines = Guarded<[String]>([])
            let http = transport(
                caFile: sandbox.addresses.caFile, trace: Trace { line in lines.with { $0.append(line) } })
            let address = try url("\(sandbox.addresses.gatewayURL)/health?q=canary")
            var request = HTTPRequest(.post, address, of: .gateway, body: .form([("password", "canary")]))
            request.headers = [("Authorization", "Bearer canary")]
            _ = try await http.send(request)
            #expect(lines.current.count == 1)
            #expect(lines.current.first?.hasPrefix("POST \(sandbox.addresses.gatewayURL)/health -> ") == true)
            #expect(!lines.current.joined().contains("canary"))
        }
    }

    @Test func `A request prints neither query nor body nor headers`() throws {
        var request = HTTPRequest(
            .post, try url("https://user:canary@a.example:8443/path?canary#canary"), of: .gateway,
            body: .form([("password", "canary")]))
        request.headers = [("Authorization", "canary")]
        #expect("\(request)" == "POST https://a.example:8443/path")
        #expect(request.authority == "a.example:8443")
        #expect(HTTPRequest(.get, try url("http://[::1]/"), of: .gateway).authority == "[::1]:80")
    }
}
