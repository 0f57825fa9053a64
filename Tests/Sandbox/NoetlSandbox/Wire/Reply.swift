import Glibc
import NIOCore
import NIOHTTP1

/// Status, headers and body of one answer.
struct Reply: Sendable {
    /// What is sent after the head.
    enum Body: Sendable {
        case text(String)
        /// That many bytes of `x`, for readers that must set a limit.
        case flood(bytes: Int)
        /// One byte at a time with a pause before each, for readers that must set a deadline.
        case drip(String, every: Duration)
    }

    /// A part of a reply on its way to the wire.
    enum Piece: Sendable {
        case head(HTTPResponseHead)
        case body(ByteBuffer)
        case end
    }

    var status: Int
    /// Lower-case names.
    var headers: [String: String]
    var body: Body

    /// The head on the wire; header values that HTTP forbids (a scripted line break) are left out.
    func head(to request: HTTPRequestHead) -> HTTPResponseHead {
        var fields = HTTPHeaders()
        for (name, value) in headers.sorted(by: { $0.key < $1.key })
        where !value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            fields.add(name: name, value: value)
        }
        if headers["date"] == nil { fields.add(name: "date", value: Self.date) }
        fields.replaceOrAdd(name: "content-length", value: String(length))
        if !request.isKeepAlive { fields.replaceOrAdd(name: "connection", value: "close") }
        return HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
    }

    /// Now, in the one form that servers may use (RFC 9110 5.6.7).
    private static var date: String {
        var now = time(nil), parts = tm()
        gmtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 40)
        strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    /// The body as it is written, each piece when the one before is on its way.
    func pieces(pausing pauses: Pauses) -> AsyncStream<ByteBuffer> {
        let left = Locked(length)
        return AsyncStream {
            switch body {
            case .text(let text):
                return left.withLock { left in
                    defer { left = 0 }
                    return left > 0 ? ByteBuffer(string: text) : nil
                }
            case .flood:
                return left.withLock { left in
                    let count = min(left, 64 * 1024)
                    left -= count
                    return count > 0 ? ByteBuffer(repeating: UInt8(ascii: "x"), count: count) : nil
                }
            case .drip(let text, let interval):
                await pauses.wait(interval)
                return left.withLock { left in
                    defer { left -= 1 }
                    return left > 0 ? ByteBuffer(bytes: text.utf8.suffix(left).prefix(1)) : nil
                }
            }
        }
    }

    private var length: Int {
        switch body {
        case .text(let text), .drip(let text, _): text.utf8.count
        case .flood(let bytes): bytes
        }
    }
}
