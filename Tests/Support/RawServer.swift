import NIOCore
import NIOPosix

/// A plain TCP server that says one thing to everybody who says something, and remembers what it heard.
public final class RawServer: Sendable {
    private let channel: any Channel
    private let heard: Guarded<[String]>

    /// The port on 127.0.0.1.
    public let port: Int
    /// What each connection said first.
    public var greetings: [String] { heard.current }

    private init(_ channel: any Channel, _ heard: Guarded<[String]>) {
        self.channel = channel
        self.heard = heard
        port = channel.localAddress?.port ?? 0
    }

    /// Runs `work` with a server that answers `text` and closes the connection.
    public static func with(
        answering text: String, _ work: (RawServer) async throws -> Void
    ) async throws {
        let heard = Guarded<[String]>([])
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Parrot(text, heard))
                }
            }
            .bind(host: "127.0.0.1", port: FreePort.next()).get()
        let server = RawServer(channel, heard)
        do { try await work(server) } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    private final class Parrot: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let text: String
        private let heard: Guarded<[String]>
        private var hasAnswered = false

        init(_ text: String, _ heard: Guarded<[String]>) {
            self.text = text
            self.heard = heard
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasAnswered else { return }
            hasAnswered = true
            let greeting = String(buffer: unwrapInboundIn(data))
            heard.with { $0.append(greeting) }
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                channel.close(promise: nil)
            }
        }
    }
}
