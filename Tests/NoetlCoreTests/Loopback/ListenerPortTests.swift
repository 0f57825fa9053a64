import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The port of the listener: taken only where it must be, named when it cannot be had, and given back.
@Suite(.timeLimit(.minutes(5))) struct ListenerPortTests {
    @Test func `The port is taken while it listens and free again after it closed`() async throws {
        let port = FreePort.next()
        let listener = try await ListenerStage.listen(for: LoopbackRedirect(port: port))
        #expect(!FreePort.isFree(port))
        await listener.close()
        #expect(await FreePort.isGivenBack(port))
        await listener.close()
    }

    @Test func `A listener that served somebody gives its port to the next at once`() async throws {
        let redirect = LoopbackRedirect(port: FreePort.next())
        for _ in 0..<10 {
            let listener = try await ListenerStage.listen(for: redirect)
            let stage = ListenerStage(redirect: redirect, listener: listener)
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
            await listener.close()
            #expect(await FreePort.isGivenBack(redirect.port))
        }
    }

    @Test func `Giving up ends the news without an answer`() async throws {
        try await ListenerStage.with { stage in
            _ = try await stage.ask(stage.get("/callback?state=other"))
            stage.listener.giveUp()
            #expect(await stage.allNews() == [.turnedAway(1)])
        }
    }

    @Test func `A port that is taken is named, with what to do`() async throws {
        let redirect = LoopbackRedirect(port: FreePort.next())
        let first = try await ListenerStage.listen(for: redirect)
        await #expect {
            try await ListenerStage.listen(for: redirect)
        } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.code == .portInUse && error.why.contains("\(redirect.port)")
                && error.next.contains("--pkce-port") && error.next.contains("allowlist")
        }
        await first.close()
    }

    @Test func `A second listener does not disturb the first`() async throws {
        try await ListenerStage.with { stage in
            await #expect(throws: NoetlError.self) { try await ListenerStage.listen(for: stage.redirect) }
            let news = try await stage.newsAfterRightRequest()
            #expect(news == [ListenerStage.rightAnswer])
        }
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `Localhost is served on both families`(address: String) async throws {
        try await ListenerStage.with(host: "localhost") { stage in
            let answer = try await RawSocket.ask(stage.rightRequest, at: stage.port, host: address)
            #expect(answer.status == 200)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test(arguments: [
        ("127.0.0.1", "::1"), ("[::1]", "127.0.0.1"), ("127.0.0.1", "127.0.0.2"), ("localhost", "127.0.0.2"),
    ])
    func `Nothing else listens`(host: String, other: String) async throws {
        try await ListenerStage.with(host: host) { stage in
            await #expect(throws: (any Error).self) { try await RawSocket.connect(to: stage.port, host: other) }
        }
    }

    @Test func `The address in brackets is served on IPv6`() async throws {
        try await ListenerStage.with(host: "[::1]") { stage in
            let answer = try await RawSocket.ask(stage.rightRequest, at: stage.port, host: "::1")
            #expect(answer.status == 200)
        }
    }

    @Test func `Localhost needs the port in both families`() async throws {
        let port = FreePort.next()
        let onSix = try await ListenerStage.listen(for: #require(LoopbackRedirect("http://[::1]:\(port)/callback")))
        await #expect {
            try await ListenerStage.listen(for: #require(LoopbackRedirect("http://localhost:\(port)/callback")))
        } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.code == .portInUse && error.why.contains("\(port)")
        }
        await onSix.close()
        #expect(await FreePort.isGivenBack(port))
    }

    @Test func `Another path than the product's own is served`() async throws {
        try await ListenerStage.with(path: "/auth/done") { stage in
            let stray = try await stage.ask(stage.get("/callback?code=the-code&state=right-state"))
            #expect(stray.status == 404)
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `A redirect without a path is served at the root`() async throws {
        try await ListenerStage.with(path: "") { stage in
            let answer = try await stage.ask(stage.get("/?code=the-code&state=right-state"))
            #expect(answer.status == 200)
        }
    }
}
