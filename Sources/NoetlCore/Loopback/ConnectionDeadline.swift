import NIOCore

/// Closes a connection so long after it was accepted, whatever it does: an idle timeout lets one byte a second through.
final class ConnectionDeadline: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let lifetime: TimeAmount
    private var alarm: Scheduled<Void>?

    init(_ lifetime: TimeAmount) { self.lifetime = lifetime }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        alarm = context.eventLoop.scheduleTask(in: lifetime) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { alarm?.cancel() }
}
