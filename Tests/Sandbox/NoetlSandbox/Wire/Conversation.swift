import NIOCore
import NIOHTTP1

/// The requests of one connection, one after the other.
final class Conversation: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Reply.Piece
    typealias OutboundOut = HTTPServerResponsePart

    private let door: Door
    private let pauses: Pauses
    private let answer: @Sendable (IncomingRequest) async -> Answer
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(door: Door, pauses: Pauses, answer: @escaping @Sendable (IncomingRequest) async -> Answer) {
        self.door = door
        self.pauses = pauses
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part):
            body.writeBuffer(&part)
            // Nothing that a client of ours sends is that long.
            if body.readableBytes > 8 << 20 { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            let port = context.channel.remoteAddress?.port ?? 0
            Self.reply(to: IncomingRequest(head, body, door, from: port), head, context.channel, pauses, answer)
        }
    }

    /// Off the event loop, which serves other connections meanwhile.
    private static func reply(
        to request: IncomingRequest, _ head: HTTPRequestHead, _ channel: any Channel, _ pauses: Pauses,
        _ answer: @escaping @Sendable (IncomingRequest) async -> Answer
    ) {
        Task {
            switch await answer(request) {
            case .drop: channel.close(promise: nil)
            case .reply(let reply): await send(reply, to: head, over: channel, pauses)
            }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let bytes): .body(.byteBuffer(bytes))
            case .end: .end(nil)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            // The pipeline holds this back until the request at hand is answered.
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A failed handshake or a reset: the client knows more about it than we do.
        context.close(promise: nil)
    }

    private static func send(
        _ reply: Reply, to request: HTTPRequestHead, over channel: any Channel, _ pauses: Pauses
    ) async {
        do {
            try await channel.writeAndFlush(Reply.Piece.head(reply.head(to: request)))
            if request.method != .HEAD {
                for await bytes in reply.pieces(pausing: pauses) {
                    try await channel.writeAndFlush(Reply.Piece.body(bytes))
                }
            }
            try await channel.writeAndFlush(Reply.Piece.end)
            if !request.isKeepAlive { channel.close(promise: nil) }
        } catch {
            // The client has gone: nobody is left to tell.
            channel.close(promise: nil)
        }
    }
}
