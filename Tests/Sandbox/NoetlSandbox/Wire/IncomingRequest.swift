import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

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

    /// Reads the whole body, of 8 MiB at most.
    init(_ request: Request, door: Door) async throws {
        self.door = door
        method = request.method.rawValue
        target = request.head.path ?? "/"
        path =
            target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? "/"
        query = FormFields(parsing: Self.part(after: "?", of: target))
        host = request.head.authority ?? ""
        var headers = ["host": host]
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { $0.isEmpty ? field.value : "\($0), \(field.value)" } ?? field.value
        }
        self.headers = headers
        let bytes = try await request.body.collect(upTo: 8 << 20)
        body = String(decoding: bytes.readableBytesView, as: UTF8.self)
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

    private static func part(after mark: Character, of text: String) -> String {
        text.firstIndex(of: mark).map { String(text[text.index(after: $0)...]) } ?? ""
    }
}
