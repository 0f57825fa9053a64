import NIOCore
import NIOEmbedded
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The page after a code: it waits for the end of the login, but not for ever, and says what became of it.
@Suite(.timeLimit(.minutes(5))) struct PendingPageTests {
    @Test(arguments: [CallbackPage.signedIn, .failed], 0..<25)
    func `The browser hears how the login ended, although the listener is closed`(
        page: CallbackPage, round: Int
    ) async throws {
        try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            try await socket.say(stage.rightRequest)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
            await stage.listener.close()
            #expect(await FreePort.isGivenBack(stage.port))
            // It returns when the page is written: the program may end right after it.
            await stage.page.settle(page)
            let answer = try await socket.answer()
            #expect(answer.status == 200)
            #expect(answer.body == page.html)
        }
    }

    @Test func `A browser that has waited long enough is sent to the terminal`() async throws {
        try await ListenerStage.with(page: PendingPage(patience: .milliseconds(20))) { stage in
            let answer = try await stage.ask(stage.rightRequest)
            #expect(answer.body == CallbackPage.finishing.html)
            await stage.page.settle(.signedIn)
        }
    }

    @Test func `A client that has finished speaking gets the page too`() async throws {
        try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            try await socket.say(stage.rightRequest)
            await socket.finishSaying()
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
            await stage.listener.close()
            await stage.page.settle(.signedIn)
            #expect(try await socket.answer().body == CallbackPage.signedIn.html)
        }
    }

    /// A connection on an event loop whose clock the test moves; ten seconds long, of which nine are over when its
    /// request comes, as with a browser that connects before it is asked to go there.
    private func lateRequest(
        page: PendingPage, through pipe: FullPipe? = nil
    ) async throws -> NIOAsyncTestingChannel {
        let (news, report) = AsyncStream.makeStream(of: LoopbackListener.News.self)
        let desk = CallbackDesk(
            redirect: LoopbackRedirect(),
            expected: ExpectedCallback(state: Secret(ListenerStage.state), issuer: ListenerStage.issuer),
            pending: page, report: report)
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext {
            if let pipe { try channel.pipeline.syncOperations.addHandler(pipe) }
            try LoopbackListener.configure(channel, desk: desk, lifetime: .seconds(10))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
        await channel.testingEventLoop.advanceTime(by: .seconds(9))
        let request =
            "GET /callback?code=the-code&state=\(ListenerStage.state) HTTP/1.1\r\nHost: 127.0.0.1:8765\r\n\r\n"
        try await channel.writeInbound(ByteBuffer(string: request))
        #expect(await news.reduce(into: []) { $0.append($1) } == [ListenerStage.rightAnswer])
        return channel
    }

    @Test func `The time in which a browser waits for its page is not taken from its connection's`() async throws {
        let page = PendingPage(patience: .seconds(300))
        let channel = try await lateRequest(page: page)
        await channel.testingEventLoop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
        async let settled: Void = page.settle(.signedIn)
        var answer = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
        #expect(answer.readString(length: 15) == "HTTP/1.1 200 OK")
        await settled
    }

    @Test func `A browser that does not take its page holds nobody up`() async throws {
        let page = PendingPage(patience: .seconds(300))
        let pages = Guarded(0)
        let channel = try await lateRequest(page: page, through: FullPipe { pages.with { $0 += 1 } })
        async let settled: Void = page.settle(.signedIn)
        while pages.current == 0 { await Task.yield() }
        await channel.testingEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
        // Where that failed, the rest must not wait for ever.
        try? await channel.close()
        await settled
    }

    @Test func `A browser that left holds nobody up`() async throws {
        try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            try await socket.say(stage.rightRequest)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
            await socket.leave()
            await stage.page.settle(.signedIn)
        }
    }

    @Test func `Whoever comes with the code again hears the same`() async throws {
        try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
            let first = try await RawSocket.connect(to: stage.port)
            try await first.say(stage.rightRequest)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
            await stage.page.settle(.failed)
            #expect(try await first.answer().body == CallbackPage.failed.html)
            #expect(try await stage.ask(stage.rightRequest).body == CallbackPage.failed.html)
        }
    }

    @Test func `What was decided first stays`() async throws {
        try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
            await stage.page.settle(.finishing)
            await stage.page.settle(.signedIn)
            let answer = try await stage.ask(stage.rightRequest)
            #expect(answer.body == CallbackPage.finishing.html)
        }
    }
}

/// A connection whose other side reads nothing: what is written stays where it is.
private final class FullPipe: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = NIOAny
    private let onFlush: @Sendable () -> Void

    init(onFlush: @escaping @Sendable () -> Void) { self.onFlush = onFlush }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // Kept as long as the connection is open, as a full buffer does.
        guard let promise else { return }
        context.channel.closeFuture.whenComplete { _ in promise.fail(ChannelError.ioOnClosedChannel) }
    }

    func flush(context: ChannelHandlerContext) { onFlush() }
}
