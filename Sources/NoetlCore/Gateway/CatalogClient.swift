import Foundation

/// Reads the catalog of a NoETL server, through a gateway with a session or directly.
public struct CatalogClient: Sendable {
    private let base: ServerURL
    private let session: SessionSource?
    private let isGateway: Bool
    private let http: any HTTPTransport

    /// A client of the server at `base`; `session` is sent when there is one, and wanted by gateways.
    public init(base: ServerURL, isGateway: Bool, session: SessionSource?, world: World) {
        self.base = base
        self.isGateway = isGateway
        self.session = session
        http = world.http
    }

    /// One thing in the catalog, as the server wrote it: whoever shows it cleans it.
    public struct Entry: Sendable, Equatable {
        /// Its name.
        public let path: String
        /// Its type.
        public let kind: String
        /// Its version.
        public let version: String
    }

    /// A list, as values and as the server wrote it.
    public struct Listing: Sendable, Equatable {
        public let entries: [Entry]
        /// The whole answer, JSON.
        public let answer: Data
    }

    /// Lists everything of one type (`Playbook`, `Credential`, ...).
    ///
    /// - Throws: `session_expired` for a 401, `gateway_error`, `network`, `tls`, `cancelled`.
    public func list(_ type: String) async throws(NoetlError) -> Listing {
        let response = try await post("catalog/list", ["resource_type": type])
        guard let body = JSONObject(response.body), let entries = body["entries"] as? [[String: Any]] else {
            throw .unreadableGatewayAnswer(base, response.status)
        }
        return Listing(
            entries: entries.map { entry in
                Entry(
                    path: Self.text(entry["path"]), kind: Self.text(entry["kind"]), version: Self.text(entry["version"])
                )
            }, answer: response.body)
    }

    private static func text(_ value: Any?) -> String {
        switch value {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: "-"
        }
    }

    private func post(_ path: String, _ fields: [String: String]) async throws(NoetlError) -> HTTPResponse {
        let url = try base.url((isGateway ? "/noetl/" : "/api/") + path)
        // A dictionary of strings always encodes.
        let body = (try? JSONEncoder().encode(fields)) ?? Data()
        var request = HTTPRequest(.post, url, of: isGateway ? .gateway : .server, body: .json(body))
        request.answerLimit = 32 << 20
        if let session {
            request.headers = [
                ("Authorization", "Bearer \(session.token.reveal())"), ("x-session-token", session.token.reveal()),
            ]
        }
        let response = try await http.send(request)
        if response.status == 401, let session { throw .sessionExpired(session.origin) }
        guard response.status == 200 else {
            throw GatewayRefusal(response, base, hiding: session?.token).error("The request was refused.")
        }
        return response
    }
}
