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

    /// Closes every connection, now and from now on; returns when those of now are closed.
    func closeAll() async {
        let channels = state.withLock { state in
            state.isOver = true
            return Array(state.channels.values)
        }
        for channel in channels { Self.cut(channel) }
        // A connection that closed with an error is closed.
        for channel in channels { try? await channel.closeFuture.get() }
    }

    /// Closes a connection without the goodbye of TLS, for which a silent peer would be waited for five seconds.
    private static func cut(_ channel: any Channel) {
        channel.eventLoop.execute {
            let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            if let tls { tls.close(promise: nil) } else { channel.close(promise: nil) }
        }
    }
}
