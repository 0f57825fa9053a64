import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// One listening port on 127.0.0.1.
final class Listener: Sendable {
    /// The port the system gave, or the one asked for.
    let port: Int
    private let channel: any Channel
    private let connections: OpenConnections
    private let service: Task<Void, Never>

    /// Thrown to end a connection without an answer.
    private struct Dropped: Error {}

    /// Thrown when a server ended before it listened.
    struct NotListening: Error {}

    /// Starts listening; throws what the system says about a port that cannot be had.
    static func open(
        port: Int, tls: TLSConfiguration?, pauses: Pauses,
        answer: @escaping @Sendable (IncomingRequest) async -> Answer
    ) async throws -> Listener {
        let door: Door = tls == nil ? .plain : .tls
        let connections = OpenConnections()
        let plain = HTTPServerBuilder.http1(
            configuration: .init(additionalChannelHandlers: [connections.doorkeeper]))
        let builder = try tls.map { try HTTPServerBuilder.tls(plain, tlsConfiguration: $0) } ?? plain
        let (running, news) = AsyncThrowingStream<any Channel, any Error>.makeStream()
        let service = try builder.buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() }),
            responder: { request, writer, channel in
                let incoming = try await IncomingRequest(request, door: door)
                switch await answer(incoming) {
                case .reply(let reply):
                    try await writer.write(response: reply.head, body: reply.content(pausing: pauses))
                case .drop:
                    channel.close(promise: nil)
                    throw Dropped()
                }
            },
            onServerRunning: { news.yield($0) })
        let task = Task {
            do {
                try await service.run()
                news.finish()
            } catch {
                news.finish(throwing: error)
            }
        }
        for try await channel in running {
            return Listener(
                port: channel.localAddress?.port ?? port, channel: channel, connections: connections, service: task)
        }
        throw NotListening()
    }

    private init(port: Int, channel: any Channel, connections: OpenConnections, service: Task<Void, Never>) {
        self.port = port
        self.channel = channel
        self.connections = connections
        self.service = service
    }

    /// Stops listening and closes every connection.
    ///
    /// Not by cancelling the server's task: that drops connections which are accepted but not yet handed over, and
    /// NIO traps on those. So accepting ends first, the event loops finish what they began, and then all is closed.
    func close() async {
        // Each step is of no matter when the channel is closed already.
        try? await channel.setOption(ChannelOptions.autoRead, value: false).get()
        for _ in 0..<2 {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
        }
        try? await channel.close()
        connections.closeAll()
        await service.value
    }
}
