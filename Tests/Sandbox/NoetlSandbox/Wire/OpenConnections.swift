import Foundation
import NIOCore

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
        if isLate { channel.close(promise: nil) }
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
        for channel in channels { channel.close(promise: nil) }
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
