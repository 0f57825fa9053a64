import NIOCore
import NIOPosix

/// A TCP relay on another loopback address, so that a server is reached under an address that is not its own.
public enum RawRelay {
    /// Runs `work` while `address` (such as 127.0.0.2) leads to `port` on 127.0.0.1; gives the relay's port.
    public static func with(
        _ address: String, to port: Int, _ work: (Int) async throws -> Void
    ) async throws {
        let relay = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { inner in
                ClientBootstrap(group: inner.eventLoop).connect(host: "127.0.0.1", port: port).flatMapThrowing {
                    outer in
                    try inner.pipeline.syncOperations.addHandler(Glue(to: outer))
                    try outer.pipeline.syncOperations.addHandler(Glue(to: inner))
                }.flatMap { inner.setOption(.autoRead, value: true) }
            }
            .bind(host: address, port: 0).get()
        do { try await work(relay.localAddress?.port ?? 0) } catch {
            try await relay.close()
            throw error
        }
        try await relay.close()
    }

    private final class Glue: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let other: any Channel

        init(to other: any Channel) { self.other = other }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
    }
}
