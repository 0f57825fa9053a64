import Foundation
import NoetlCore

/// A network door that answers as the test says, and remembers what was asked.
public final class ScriptedTransport: HTTPTransport {
    private let answer: @Sendable (HTTPRequest) async throws(NoetlError) -> HTTPResponse
    private let sent = Guarded<[HTTPRequest]>([])

    /// A network where everything is answered so.
    public init(_ answer: @escaping @Sendable (HTTPRequest) async throws(NoetlError) -> HTTPResponse) {
        self.answer = answer
    }

    /// A network where everything is answered with this status and text.
    public static func answering(
        _ status: Int = 200, _ body: String = "", headers: [(name: String, value: String)] = []
    ) -> ScriptedTransport {
        ScriptedTransport { _ in HTTPResponse(status: status, headers: headers, body: Data(body.utf8)) }
    }

    /// A network where everything ends in this error.
    public static func failing(_ error: NoetlError) -> ScriptedTransport {
        ScriptedTransport { _ throws(NoetlError) in throw error }
    }

    /// What was asked, in order.
    public var requests: [HTTPRequest] { sent.current }

    public func prepare(for url: URL) {}

    public func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
        sent.with { $0.append(request) }
        return try await answer(request)
    }
}
