import NIOCore
import NIOPosix
import Testing

/// A plain TCP client that says exactly what the test wants and hears everything until the other side closes.
public final class RawSocket: Sendable {
    private let channel: any Channel
    private let heard: EventLoopFuture<String>

    private init(_ channel: any Channel, _ heard: EventLoopFuture<String>) {
        self.channel = channel
        self.heard = heard
    }

    /// Connects; `host` is an address.
    public static func connect(to port: Int, host: String = "127.0.0.1") async throws -> RawSocket {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let heard = loop.makePromise(of: String.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .channelOption(.allowRemoteHalfClosure, value: false)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Ear(heard))
                    }
                }
                .connect(host: host, port: port).get()
        } catch {
            heard.fail(error)
            throw error
        }
        return RawSocket(channel, heard.futureResult)
    }

    /// Connects, says `text` and hears the answer.
    public static func ask(_ text: String, at port: Int, host: String = "127.0.0.1") async throws -> RawAnswer {
        let socket = try await connect(to: port, host: host)
        try await socket.say(text)
        return try await socket.answer()
    }

    /// Says something; one call is one packet as far as the system lets it.
    public func say(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Says these bytes.
    public func say(bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// All that was heard, once the connection is closed or reset.
    public func everything() async throws -> String { try await heard.get() }

    /// All that was heard, read as one HTTP answer.
    public func answer() async throws -> RawAnswer { RawAnswer(try await everything()) }

    /// Says that nothing more will be said, and goes on listening.
    public func finishSaying() async {
        // The other side may have answered and closed already, which is an end of saying as well.
        try? await channel.close(mode: .output)
    }

    /// Leaves without waiting for anything.
    public func leave() async {
        // Closed by the other side already: gone is gone.
        try? await channel.close()
    }

    /// Leaves with a reset, as a program that is killed.
    public func reset() async throws {
        let options = try #require(channel as? any SocketOptionProvider)
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        await leave()
    }

    private final class Ear: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let promise: EventLoopPromise<String>
        private var bytes = ByteBuffer()

        init(_ promise: EventLoopPromise<String>) { self.promise = promise }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var part = unwrapInboundIn(data)
            bytes.writeBuffer(&part)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelInactive(context: ChannelHandlerContext) {
            promise.succeed(String(buffer: bytes))
        }
    }
}

/// One HTTP answer, taken apart.
public struct RawAnswer: Sendable, Equatable {
    /// Everything, as it came.
    public let text: String
    /// The status; nil when nothing came.
    public let status: Int?
    /// The header lines, names in lower case.
    public let headers: [String: String]
    /// What follows the head.
    public let body: String

    /// Takes `text` apart.
    public init(_ text: String) {
        self.text = text
        let end = text.firstRange(of: "\r\n\r\n")
        let head = end.map { text[..<$0.lowerBound] } ?? text[...]
        body = end.map { String(text[$0.upperBound...]) } ?? ""
        let lines = head.split(separator: "\r\n")
        status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") }
        headers = Dictionary(
            lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
            }, uniquingKeysWith: { "\($0), \($1)" })
    }
}
