import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Connections at the listener: many at once, in pieces, silent, gone early, and none of them for ever.
@Suite(.timeLimit(.minutes(5))) struct ListenerConnectionTests {
    @Test func `A request that comes byte by byte is put together`() async throws {
        try await ListenerStage.with { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            for byte in stage.rightRequest.utf8 { try await socket.say(bytes: [byte]) }
            #expect(try await socket.answer().status == 200)
            #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `A client that leaves at once has still logged in`() async throws {
        for _ in 0..<20 {
            try await ListenerStage.with { stage in
                let socket = try await RawSocket.connect(to: stage.port)
                try await socket.say(stage.rightRequest)
                await socket.leave()
                #expect(await stage.allNews() == [ListenerStage.rightAnswer])
            }
        }
    }

    @Test func `A client that has finished speaking still gets its page`() async throws {
        try await ListenerStage.with { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            try await socket.say(stage.rightRequest)
            await socket.finishSaying()
            let answer = try await socket.answer()
            #expect(answer.status == 200)
            #expect(answer.body.hasSuffix("</html>\n"))
        }
    }

    @Test func `The page arrives whole although the listener closes at once`() async throws {
        for _ in 0..<20 {
            try await ListenerStage.with { stage in
                let socket = try await RawSocket.connect(to: stage.port)
                try await socket.say(stage.rightRequest)
                _ = await stage.allNews()
                await stage.listener.close()
                let answer = try await socket.answer()
                #expect(answer.status == 200)
                #expect(answer.body.hasSuffix("</html>\n"))
            }
        }
    }

    @Test func `A client that is reset does no harm`() async throws {
        try await ListenerStage.with { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            try await socket.say("GET /callback?code=x")
            try await socket.reset()
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `Of pipelined requests only the first is answered`() async throws {
        try await ListenerStage.with { stage in
            let strays = stage.get("/favicon.ico") + stage.rightRequest + stage.rightRequest
            let answer = try await stage.ask(strays)
            #expect(answer.status == 404)
            #expect(answer.text.split(separator: "HTTP/1.1 ").count == 1)
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
        }
    }

    @Test func `The right request is served while a hundred connections say nothing`() async throws {
        try await ListenerStage.with { stage in
            var idle: [RawSocket] = []
            for _ in 0..<100 { idle.append(try await RawSocket.connect(to: stage.port)) }
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
            await stage.listener.close()
            for socket in idle { #expect(try await socket.everything() == "") }
        }
    }

    @Test func `Many requests at once are all answered`() async throws {
        try await ListenerStage.with { stage in
            let statuses = try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<60 {
                    group.addTask { try await stage.ask(stage.get("/callback?code=\(index)&state=other")).status }
                }
                return try await group.reduce(into: [Int?]()) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 400, count: 60))
            let news = try await stage.newsAfterRightRequest()
            #expect(news == [.turnedAway(1), .turnedAway(10), ListenerStage.rightAnswer])
        }
    }

    @Test(arguments: ["", "GET", "GET /callback?code=x", "GET /callback HTTP/1.1\r\nHost: 127.0.0.1"])
    func `A connection that does not finish its request is closed when its time is over`(start: String) async throws {
        try await ListenerStage.with(lifetime: .milliseconds(30)) { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            // On a busy machine its time may be over before it has said anything, which is the same to this test.
            if !start.isEmpty { try? await socket.say(start) }
            #expect(try await socket.everything() == "")
        }
    }

    @Test func `Saying something all the time gives no more time`() async throws {
        try await ListenerStage.with(lifetime: .milliseconds(100)) { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            let chatter = Task {
                // Empty lines before a request are skipped, so only the deadline can end this.
                while !Task.isCancelled { try await socket.say("\r\n") }
            }
            #expect(try await socket.everything() == "")
            chatter.cancel()
        }
    }

    @Test(
        arguments: [
            [0x16, 0x03, 0x01, 0x00, 0xF1, 0x01, 0x00, 0x00, 0xED, 0x03, 0x03] + [UInt8](repeating: 0x41, count: 235),
            [0x00], [0xFF, 0xFE, 0xFD, 0x0D, 0x0A, 0x0D, 0x0A], [0x05, 0x01, 0x00],
        ] as [[UInt8]])
    func `Bytes that are no HTTP get a 400`(bytes: [UInt8]) async throws {
        try await ListenerStage.with { stage in
            let socket = try await RawSocket.connect(to: stage.port)
            try await socket.say(bytes: bytes)
            #expect(try await socket.answer().status == 400)
            #expect(try await stage.newsAfterRightRequest() == [ListenerStage.rightAnswer])
        }
    }
}
