import HTTPTypes
import HummingbirdCore
import NIOCore

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

    var status: Int
    /// Lower-case names.
    var headers: [String: String]
    var body: Body

    /// The head on the wire; header values that HTTP forbids (a scripted line break) are left out.
    var head: HTTPResponse {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        fields[.contentLength] = String(length)
        return HTTPResponse(status: .init(code: status), headerFields: fields)
    }

    /// The body on the wire.
    func content(pausing pauses: Pauses) -> ResponseBody {
        switch body {
        case .text(let text):
            ResponseBody(byteBuffer: ByteBuffer(string: text))
        case .flood(let bytes):
            ResponseBody(contentLength: bytes) { writer in
                let chunk = ByteBuffer(repeating: UInt8(ascii: "x"), count: 64 * 1024)
                var left = bytes
                while left > 0 {
                    try await writer.write(chunk.getSlice(at: 0, length: min(left, chunk.readableBytes)) ?? chunk)
                    left -= min(left, chunk.readableBytes)
                }
                try await writer.finish(nil)
            }
        case .drip(let text, let interval):
            ResponseBody(contentLength: text.utf8.count) { writer in
                for byte in text.utf8 {
                    await pauses.wait(interval)
                    try await writer.write(ByteBuffer(bytes: [byte]))
                }
                try await writer.finish(nil)
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
