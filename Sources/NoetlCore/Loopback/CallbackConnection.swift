import NIOCore
import NIOHTTP1

/// One connection at the listener: it answers its first request and closes.
final class CallbackConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let desk: CallbackDesk
    private let deadline: ConnectionDeadline
    private var hasAnswered = false

    init(desk: CallbackDesk, deadline: ConnectionDeadline) {
        self.desk = desk
        self.deadline = deadline
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data), !hasAnswered else { return }
        hasAnswered = true
        let reply = desk.reply(to: head, on: context.channel)
        guard case .pendingPage(let page) = reply else {
            return answer(reply, headOnly: head.method == .HEAD, on: context)
        }
        // A browser connects long before it has something to ask, and the page has a time limit of its own.
        deadline.stop()
        let place = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        page.whenSuccess { page in
            let (handler, context) = place.value
            // A browser that left meanwhile has still logged in.
            guard context.channel.isActive else { return }
            handler.deadline.start(on: context.channel)
            handler.answer(.page(page), headOnly: false, on: context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        // An answer, written or still to come, closes the connection itself.
        if !hasAnswered { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !hasAnswered else { return context.close(promise: nil) }
        hasAnswered = true
        let reply: CallbackDesk.Reply =
            error == .headerOverflow
            ? .text(431, "The head of this request is larger than 16 KiB.")
            : .text(400, "This is not a request of HTTP/1.1.")
        answer(reply, headOnly: false, on: context)
    }

    private func answer(_ reply: CallbackDesk.Reply, headOnly: Bool, on context: ChannelHandlerContext) {
        let status: Int, type: String, text: String
        switch reply {
        case .text(let code, let line): (status, type, text) = (code, "text/plain", line + "\n")
        case .page(let page): (status, type, text) = (page.status, "text/html", page.html)
        // Answered as a page when it is decided.
        case .pendingPage: return
        }
        var headers: HTTPHeaders = [
            "Content-Type": "\(type); charset=utf-8",
            "Content-Length": String(text.utf8.count),
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        ]
        if status == 405 { headers.add(name: "Allow", value: "GET") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !headOnly { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
