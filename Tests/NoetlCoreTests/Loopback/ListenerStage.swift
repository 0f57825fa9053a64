import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// A listener on a free port, and the words to speak to it.
struct ListenerStage: Sendable {
    static let state = "right-state"
    static let issuer = "https://acme.us.auth0.com/"

    let redirect: LoopbackRedirect
    let listener: LoopbackListener
    /// What a browser with the right code is told.
    var page = PendingPage(patience: .seconds(300))

    var port: Int { redirect.port }
    /// The right `Host` line's value.
    var host: String { "\(redirect.host):\(redirect.port)" }

    /// Starts a listener, and closes it after `work`.
    static func with(
        host: String = "127.0.0.1", path: String = "/callback", lifetime: Duration = .seconds(300),
        page: PendingPage? = nil, _ work: (ListenerStage) async throws -> Void
    ) async throws {
        let redirect = try #require(LoopbackRedirect("http://\(host):\(FreePort.next())\(path)"))
        let page = if let page { page } else { await decided() }
        let listener = try await listen(for: redirect, lifetime: lifetime, page: page)
        let stage = ListenerStage(redirect: redirect, listener: listener, page: page)
        do { try await work(stage) } catch {
            await stage.listener.close()
            throw error
        }
        await stage.listener.close()
    }

    /// Starts a listener for the state and issuer above.
    static func listen(
        for redirect: LoopbackRedirect, lifetime: Duration = .seconds(300), page: PendingPage? = nil
    ) async throws(NoetlError) -> LoopbackListener {
        let page = if let page { page } else { await decided() }
        return try await LoopbackListener.listen(
            for: redirect, expecting: ExpectedCallback(state: Secret(state), issuer: issuer), pending: page,
            lifetime: lifetime)
    }

    /// A page that makes nobody wait.
    private static func decided() async -> PendingPage {
        let page = PendingPage(patience: .seconds(300))
        await page.settle(.finishing)
        return page
    }

    /// A GET of `target` with the right `Host`.
    func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n" }

    /// The request that ends the wait.
    var rightRequest: String { self.get("\(redirect.path)?code=the-code&state=\(Self.state)") }

    /// Says `text` on a connection of its own; `{host}` stands for the right host and port.
    func ask(_ text: String) async throws -> RawAnswer {
        try await RawSocket.ask(text.replacing("{host}", with: host), at: port)
    }

    /// Ends the wait as a browser does, and gives all news of the listener.
    func newsAfterRightRequest() async throws -> [LoopbackListener.News] {
        let answer = try await ask(rightRequest)
        #expect(answer.status == 200)
        return await allNews()
    }

    /// All news, once the wait is over.
    func allNews() async -> [LoopbackListener.News] {
        var all: [LoopbackListener.News] = []
        for await news in listener.news { all.append(news) }
        return all
    }

    static let rightAnswer = LoopbackListener.News.answer(.code(Secret("the-code")))
}
