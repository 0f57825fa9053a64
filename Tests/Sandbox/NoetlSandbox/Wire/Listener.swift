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

    /// Thrown when a port cannot be had.
    struct Refused: Error, CustomStringConvertible {
        let port: Int
        let cause: any Error

        var description: String { "cannot listen on 127.0.0.1:\(port): \(cause)" }
    }

    /// Starts listening; throws `Refused`.
    static func open(
        port: Int, tls: NIOSSLContext?, pauses: Pauses,
        answer: @escaping @Sendable (IncomingRequest) async -> Answer
    ) async throws -> Listener {
        let connections = OpenConnections()
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
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
        let channel: any Channel
        do {
            channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
        } catch {
            throw Refused(port: port, cause: error)
        }
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
