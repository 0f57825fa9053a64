import Foundation
import NIOCore
import NIOHTTP1

/// One request as it came off the wire, read to its end.
struct IncomingRequest: Sendable {
    let door: Door
    let method: String
    /// Path and query exactly as sent.
    let target: String
    let path: String
    let query: FormFields
    /// Lower-case names; values of a repeated header are joined with `, `.
    let headers: [String: String]
    /// The `Host` header.
    let host: String
    let body: String
    /// The client's port, which tells its connections apart.
    let clientPort: Int

    /// Puts a request together.
    init(_ head: HTTPRequestHead, _ body: ByteBuffer, _ door: Door, from clientPort: Int) {
        self.door = door
        self.clientPort = clientPort
        method = head.method.rawValue
        target = head.uri
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? "/"
        query = FormFields(parsing: parts.count > 1 ? String(parts[1]) : "")
        headers = Dictionary(
            head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
        host = headers["host"] ?? ""
        self.body = String(buffer: body)
    }

    /// The fields of a form-encoded body.
    var form: FormFields {
        FormFields(parsing: isForm ? body : "")
    }

    /// Whether the body says that it is form-encoded.
    var isForm: Bool {
        mediaType == "application/x-www-form-urlencoded"
    }

    /// The media type of the body without its parameters.
    var mediaType: String {
        let value = headers["content-type"] ?? ""
        return value.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
    }

    /// The value of a cookie.
    func cookie(_ name: String) -> String? {
        for part in (headers["cookie"] ?? "").split(separator: ";") {
            let pair = part.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0] == name { return String(pair[1]) }
        }
        return nil
    }

    /// Scheme and host as the client used them, with a slash: the issuer of tokens asked for here.
    var origin: String { "\(door.scheme)://\(host)/" }
}
