import Foundation
import NIOCore
import NIOSSL

/// The connections a listener has accepted, so that all can be closed when it stops.
final class OpenConnections: Sendable {
    private let state = Locked(State())

    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isOver = false
    }

    /// Remembers a connection until it closes; one that comes after `closeAll` is closed at once.
    func add(_ channel: any Channel) {
        let isLate = state.withLock { state in
            if !state.isOver { state.channels[ObjectIdentifier(channel)] = channel }
            return state.isOver
        }
        if isLate { Self.cut(channel) }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
        }
    }

    /// Closes every connection, now and from now on.
    func closeAll() {
        let channels = state.withLock { state in
            state.isOver = true
            return Array(state.channels.values)
        }
        for channel in channels { Self.cut(channel) }
    }

    /// Closes a connection without the goodbye of TLS, for which a silent peer would be waited for five seconds.
    private static func cut(_ channel: any Channel) {
        channel.eventLoop.execute {
            let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            if let tls { tls.close(promise: nil) } else { channel.close(promise: nil) }
        }
    }

    /// A handler for the pipeline of each new connection.
    var doorkeeper: any RemovableChannelHandler { Doorkeeper(connections: self) }

    private final class Doorkeeper: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = NIOAny
        let connections: OpenConnections

        init(connections: OpenConnections) {
            self.connections = connections
        }

        func handlerAdded(context: ChannelHandlerContext) {
            connections.add(context.channel)
        }
    }
}
