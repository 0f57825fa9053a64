import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One listening port on 127.0.0.1.
///
/// Plain NIO handlers and no server framework: those hand connections over as async channels, which trap when a
/// listener closes while connections still come in, and a sandbox is started and stopped by every test.
final class Listener: Sendable {
    /// The port the system gave, or the one asked for.
    let port: Int
    private let channel: any Channel
    private let connections: OpenConnections

    /// Starts listening; throws what the system says about a port that cannot be had.
    static func open(
        port: Int, tls: NIOSSLContext?, pauses: Pauses,
        answer: @escaping @Sendable (IncomingRequest) async -> Answer
    ) async throws -> Listener {
        let connections = OpenConnections()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            // Without it, a port in TIME_WAIT reads as taken.
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    connections.add(channel)
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline()
                    let door: Door = tls == nil ? .plain : .tls
                    try pipeline.addHandler(Conversation(door: door, pauses: pauses, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return Listener(port: channel.localAddress?.port ?? port, channel: channel, connections: connections)
    }

    private init(port: Int, channel: any Channel, connections: OpenConnections) {
        self.port = port
        self.channel = channel
        self.connections = connections
    }

    /// Stops listening and closes every connection.
    func close() async {
        // A listener that is closed already is as good.
        try? await channel.close()
        await connections.closeAll()
    }
}
