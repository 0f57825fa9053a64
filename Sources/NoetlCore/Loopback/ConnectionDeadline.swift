import NIOCore

/// Closes a connection so long after it was accepted, whatever it does: an idle timeout lets one byte a second through.
///
/// The time in which the other side waits for us does not count.
final class ConnectionDeadline: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let lifetime: TimeAmount
    private var alarm: Scheduled<Void>?

    init(_ lifetime: TimeAmount) { self.lifetime = lifetime }

    func handlerAdded(context: ChannelHandlerContext) { start(on: context.channel) }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    /// Begins the whole time anew; on the channel's event loop.
    func start(on channel: any Channel) {
        stop()
        alarm = channel.eventLoop.scheduleTask(in: lifetime) { channel.close(promise: nil) }
    }

    /// Until the next start nothing ends the connection; on the channel's event loop.
    func stop() { alarm?.cancel() }
}
