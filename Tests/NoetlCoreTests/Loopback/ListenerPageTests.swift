import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What the listener's answers carry: the right headers, and nothing of the request.
@Suite(.timeLimit(.minutes(5))) struct ListenerPageTests {
    private static let requests = [
        "GET /callback?code=canary-code&state=right-state&canary-name=canary HTTP/1.1\r\nHost: {host}\r\nX-Canary: canary\r\n\r\n",
        "GET /callback?error=canary-error&error_description=canary&state=right-state HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=canary&iss=canary-issuer&state=right-state HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=canary&state=canary HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?canary&state=right-state HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /canary?canary HTTP/1.1\r\nHost: {host}\r\nUser-Agent: canary\r\n\r\n",
        "POST /callback?canary HTTP/1.1\r\nHost: {host}\r\nContent-Length: 6\r\n\r\ncanary",
        "GET /callback?canary HTTP/1.1\r\nHost: canary.example\r\n\r\n",
        "canary\r\n\r\n",
        "GET /callback HTTP/1.1\r\nHost: {host}\r\nX: \(String(repeating: "canary", count: 3_000))\r\n\r\n",
    ]

    @Test(arguments: requests)
    func `Every answer has the headers that keep a page harmless`(request: String) async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(request)
            let headers = answer.headers
            #expect(headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'")
            #expect(headers["cache-control"] == "no-store")
            #expect(headers["referrer-policy"] == "no-referrer")
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["connection"] == "close")
            #expect(headers["content-length"] == String(answer.body.utf8.count))
            #expect(headers["access-control-allow-origin"] == nil)
            let isPage = answer.body.contains("<html")
            #expect(headers["content-type"] == (isPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8"))
        }
    }

    @Test(arguments: requests)
    func `Nothing of the request is in the answer`(request: String) async throws {
        try await ListenerStage.with { stage in
            let answer = try await stage.ask(request)
            #expect(!answer.text.contains("canary"))
            #expect(!answer.text.contains("right-state"))
            #expect(!answer.text.contains(String(stage.port)))
        }
    }

    @Test(arguments: CallbackPage.allCases)
    func `A page needs nothing from elsewhere and runs nothing`(page: CallbackPage) {
        let html = page.html
        for bad in ["http://", "https://", "<script", "src=", "href=", "url(", "@import", "onload", "<form", "<link"] {
            #expect(!html.contains(bad))
        }
        #expect(html.hasPrefix("<!doctype html>"))
        #expect(html.contains("charset=\"utf-8\""))
    }

    @Test func `The pages claim only what is known`() {
        #expect(CallbackPage.signedIn.html.contains("You are signed in"))
        #expect(CallbackPage.failed.html.contains("The login failed"))
        #expect(CallbackPage.finishing.html.contains("Finishing in the terminal"))
        #expect(CallbackPage.refused.html.contains("Sign-in was refused"))
        #expect(CallbackPage.stranger.html.contains("This is not the login you started"))
        for page in [CallbackPage.signedIn, .failed, .finishing] {
            #expect(page.html.contains("Return to your terminal"))
        }
        for page in CallbackPage.allCases where page != .signedIn {
            let html = page.html.lowercased()
            for claim in ["success", "logged in", "you are signed in", "authenticated"] {
                #expect(!html.contains(claim))
            }
        }
    }
}
