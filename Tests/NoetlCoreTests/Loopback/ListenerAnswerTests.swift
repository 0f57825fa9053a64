import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// How the listener answers each kind of request, and which of them end the wait.
@Suite(.timeLimit(.minutes(5))) struct ListenerAnswerTests {
    /// A request, what it is answered with, and whether it counts as turned away.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        let status: Int
        var isCounted = false
        var says = ""

        var testDescription: String { name }
    }

    private static let query = "?code=the-code&state=right-state"

    static let strays: [Row] = [
        Row(
            name: "one header over 16 KiB",
            request: "GET /callback HTTP/1.1\r\nHost: {host}\r\nX: \(String(repeating: "x", count: 17_000))\r\n\r\n",
            status: 431),
        Row(
            name: "an address over 16 KiB",
            request:
                "GET /callback\(query)&x=\(String(repeating: "x", count: 17_000)) HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 431),
        Row(
            name: "headers over 16 KiB together",
            request: "GET /callback\(query) HTTP/1.1\r\nHost: {host}\r\n"
                + (0..<40).map { "X\($0): \(String(repeating: "x", count: 500))\r\n" }.joined() + "\r\n", status: 431),
        Row(name: "no HTTP", request: "hello\r\n\r\n", status: 400),
        Row(name: "HTTP/0.9", request: "GET /callback\(query)\r\n\r\n", status: 400),
        Row(name: "HTTP/2 with prior knowledge", request: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 400),
        Row(
            name: "HTTP/2.0 in the request line", request: "GET /callback\(query) HTTP/2.0\r\nHost: {host}\r\n\r\n",
            status: 400),
        Row(
            name: "a header without a colon", request: "GET /callback\(query) HTTP/1.1\r\nHost {host}\r\n\r\n",
            status: 400),
        Row(
            name: "a blank in a header's name",
            request: "GET /callback\(query) HTTP/1.1\r\nHost: {host}\r\nX Y: z\r\n\r\n", status: 400),
        Row(
            name: "no method of HTTP", request: "FETCHIT /callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 400),
        Row(name: "no Host", request: "GET /callback\(query) HTTP/1.1\r\n\r\n", status: 421),
        Row(name: "an empty Host", request: "GET /callback\(query) HTTP/1.1\r\nHost:\r\n\r\n", status: 421),
        Row(name: "another Host", request: "GET /callback\(query) HTTP/1.1\r\nHost: evil.example\r\n\r\n", status: 421),
        Row(
            name: "the Host without the port", request: "GET /callback\(query) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            status: 421),
        Row(
            name: "localhost for 127.0.0.1", request: "GET /callback\(query) HTTP/1.1\r\nHost: localhost:8765\r\n\r\n",
            status: 421),
        Row(
            name: "two Host lines", request: "GET /callback\(query) HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n",
            status: 421),
        Row(name: "HTTP/1.0 without Host", request: "GET /callback\(query) HTTP/1.0\r\n\r\n", status: 421),
        Row(
            name: "another Host and another path", request: "GET /x HTTP/1.1\r\nHost: evil.example\r\n\r\n", status: 421
        ),
        Row(name: "the favicon", request: "GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(
            name: "a slash at the end", request: "GET /callback/\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(
            name: "two slashes at the start", request: "GET //callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 404),
        Row(name: "a way around", request: "GET /x/../callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(name: "an encoded path", request: "GET /%63allback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(name: "capitals", request: "GET /Callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(name: "a longer path", request: "GET /callbacks\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(name: "the root", request: "GET /\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(
            name: "the absolute form", request: "GET http://{host}/callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 404),
        Row(
            name: "a path with a matrix parameter", request: "GET /callback;x\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 404),
        Row(name: "the asterisk form", request: "OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(name: "CONNECT", request: "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 404),
        Row(
            name: "POST of another path", request: "POST /x HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
            status: 404),
        Row(
            name: "POST", request: "POST /callback\(query) HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\n\r\nx",
            status: 405),
        Row(
            name: "OPTIONS",
            request: "OPTIONS /callback\(query) HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\n\r\n",
            status: 405),
        Row(
            name: "PUT", request: "PUT /callback\(query) HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
            status: 405),
        Row(name: "DELETE", request: "DELETE /callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 405),
        Row(
            name: "PATCH", request: "PATCH /callback\(query) HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
            status: 405),
        Row(name: "TRACE", request: "TRACE /callback\(query) HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 405),
    ]

    static let turnedAway: [Row] = [
        Row(
            name: "no query", request: "GET /callback HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 400,
            says: "This is not the login you started"),
        Row(
            name: "no state", request: "GET /callback?code=x HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 400,
            says: "This is not the login you started"),
        Row(
            name: "another state", request: "GET /callback?code=x&state=other HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 400, says: "This is not the login you started"),
        Row(
            name: "an error with another state",
            request: "GET /callback?error=x&state=other HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 400,
            says: "This is not the login you started"),
        Row(
            name: "the state twice",
            request: "GET /callback?code=x&state=right-state&state=right-state HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 400, says: "This is not the login you started"),
        Row(
            name: "neither code nor error", request: "GET /callback?state=right-state HTTP/1.1\r\nHost: {host}\r\n\r\n",
            status: 400, says: "This answer is incomplete"),
        Row(
            name: "both code and error",
            request: "GET /callback?state=right-state&code=x&error=y HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 400,
            says: "This answer is incomplete"),
        Row(
            name: "the code twice",
            request: "GET /callback?state=right-state&code=x&code=y HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 400,
            says: "This answer is incomplete"),
        Row(
            name: "the error twice",
            request: "GET /callback?state=right-state&error=x&error=y HTTP/1.1\r\nHost: {host}\r\n\r\n", status: 400,
            says: "This answer is incomplete"),
    ]

    @Test(arguments: strays)
    func `A stray request is answered and the wait goes on`(row: Row) async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(row.request)
            #expect(answer.status == row.status)
            #expect(answer.text.split(separator: "HTTP/1.1 ").count == 1, "answered once")
            #expect((answer.headers["allow"] == "GET") == (row.status == 405))
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
        }
    }

    @Test(arguments: turnedAway)
    func `A redirect that is not this login's is counted and the wait goes on`(row: Row) async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(row.request)
            #expect(answer.status == row.status)
            #expect(answer.body.contains(row.says))
            #expect(try await stage.newsAfterRightRequest() == [.turnedAway(1), ListenerStage.rightAnswer])
        }
    }

    @Test func `The first, the tenth and the hundredth redirect that is turned away are told`() async throws {
        try await ListenerStage.with { stage in
            for _ in 0..<120 { _ = try await stage.ask(stage.get("/callback?state=other")) }
            let news = try await stage.newsAfterRightRequest()
            #expect(news == [.turnedAway(1), .turnedAway(10), .turnedAway(100), ListenerStage.rightAnswer])
        }
    }

    @Test func `The right code ends the wait with a page`() async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(stage.rightRequest)
            #expect(answer.status == 200)
            #expect(answer.body.contains("Return to your terminal"))
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `An error with the right state ends the wait with a page`() async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(
                stage.get("/callback?error=access_denied&error_description=No+way&state=right-state"))
            #expect(answer.status == 400)
            #expect(answer.body.contains("Sign-in was refused"))
            #expect(await stage.allNews() == [.answer(.refused(.error("access_denied", description: "No way")))])
        }
    }

    @Test func `Another issuer ends the wait with a page`() async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(
                stage.get("/callback?code=x&iss=https%3A%2F%2Fevil.example%2F&state=right-state"))
            #expect(answer.status == 400)
            #expect(answer.body.contains("Sign-in was refused"))
            #expect(await stage.allNews() == [.answer(.refused(.wrongIssuer("https://evil.example/")))])
        }
    }

    @Test func `The right issuer is no obstacle`() async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(
                stage.get("/callback?code=the-code&iss=https%3A%2F%2Facme.us.auth0.com%2F&state=right-state"))
            #expect(answer.status == 200)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `Only the first answer counts`() async throws {
        try await ListenerStage.with { stage in
            _ = try await stage.ask(stage.rightRequest)
            _ = try await stage.ask(stage.get("/callback?code=second&state=right-state"))
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test(arguments: ["/callback?x=1", "/favicon.ico"])
    func `A HEAD gets no body`(target: String) async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask("HEAD \(target) HTTP/1.1\r\nHost: {host}\r\n\r\n")
            #expect(answer.status == (target == "/favicon.ico" ? 404 : 405))
            #expect(answer.body == "")
            #expect(answer.text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `HTTP 1_0 with a Host is served`() async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(
                "GET /callback?code=the-code&state=right-state HTTP/1.0\r\nHost: {host}\r\n\r\n")
            #expect(answer.status == 200)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `A head of 15 KiB is served`() async throws {
        try await ListenerStage.with { stage in
            let cookies = String(repeating: "c", count: 15 * 1024)
            let answer = try await stage.ask(
                "GET /callback?code=the-code&state=right-state HTTP/1.1\r\nHost: {host}\r\nCookie: \(cookies)\r\n\r\n")
            #expect(answer.status == 200)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `Thousands of tiny headers are too many`() async throws {
        try await ListenerStage.with { stage in
            let lines = String(repeating: "a: b\r\n", count: 3_400)
            let answer = try await stage.ask(
                "GET /callback?code=the-code&state=right-state HTTP/1.1\r\nHost: {host}\r\n\(lines)\r\n")
            #expect(answer.status == 431)
        }
    }
}
