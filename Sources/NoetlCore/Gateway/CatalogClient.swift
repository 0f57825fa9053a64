import Foundation

/// Reads and feeds the catalog of a NoETL server, through a gateway with a session or directly.
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

        init(_ json: [String: Any]) {
            path = CatalogClient.text(json["path"])
            kind = CatalogClient.text(json["kind"])
            version = CatalogClient.text(json["version"])
        }

        /// An entry of these parts.
        public init(path: String, kind: String, version: String) {
            self.path = path
            self.kind = kind
            self.version = version
        }
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
        let response = try await post(
            "catalog/list", ["resource_type": type], orElse: "The catalog was not listed.")
        guard let body = JSONObject(response.body), let entries = body["entries"] as? [[String: Any]] else {
            throw .unreadableGatewayAnswer(base, response.status)
        }
        return Listing(entries: entries.map { Entry($0) }, answer: response.body)
    }

    /// One thing, or what became of it, as the server wrote it: whoever shows it cleans it.
    public struct Resource: Sendable, Equatable {
        public let entry: Entry
        /// The number that the server gave this version; nil when it did not say.
        public let number: String?
        /// The text that was registered; nil when the server does not hand it out.
        public let content: String?
        /// The whole answer, JSON.
        public let answer: Data

        init?(_ response: HTTPResponse) {
            guard let body = JSONObject(response.body) else { return nil }
            // Some servers answer with a list of one.
            let json = body["path"] == nil ? (body["entries"] as? [[String: Any]])?.first : body
            guard let json, json["path"] is String else { return nil }
            entry = Entry(json)
            number = json["catalog_id"].map { CatalogClient.text($0) }
            content = json["content"] as? String
            answer = response.body
        }
    }

    /// The latest version of what lies at `path`.
    ///
    /// - Throws: as `list` does; `gateway_error` also for a path that the catalog does not have.
    public func resource(at path: String) async throws(NoetlError) -> Resource {
        let response = try await post(
            "catalog/resource", ["path": path], orElse: "The resource was not shown.")
        guard let resource = Resource(response) else { throw .unreadableGatewayAnswer(base, response.status) }
        return resource
    }

    /// Adds a resource to the catalog, or a version to one that is there.
    ///
    /// - Throws: as `list` does; `gateway_error` also for a resource that the server refuses.
    public func register(_ file: ResourceFile) async throws(NoetlError) -> Resource {
        let response = try await post(
            "catalog/register",
            ["content": Data(file.text.utf8).base64EncodedString(), "resource_type": file.kind],
            orElse: "The resource was not registered.")
        guard let resource = Resource(response) else { throw .unreadableGatewayAnswer(base, response.status) }
        return resource
    }

    private static func text(_ value: Any?) -> String {
        switch value {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: "-"
        }
    }

    /// - Parameter failure: what a refusal means, as a sentence.
    private func post(
        _ path: String, _ fields: [String: String], orElse failure: String
    ) async throws(NoetlError) -> HTTPResponse {
        let url = try base.url((isGateway ? "/noetl/" : "/api/") + path)
        // A dictionary of strings always encodes.
        let body = (try? JSONEncoder().encode(fields)) ?? Data()
        var request = HTTPRequest(.post, url, of: isGateway ? .gateway : .server, body: .json(body))
        request.answerLimit = 16 << 20
        if let session {
            request.headers = [
                ("Authorization", "Bearer \(session.token.reveal())"), ("x-session-token", session.token.reveal()),
            ]
        }
        let response = try await http.send(request)
        if response.status == 401, let session { throw .sessionExpired(session.origin) }
        guard response.status == 200 || response.status == 201 else {
            throw GatewayRefusal(response, base, hiding: session?.token).error(failure)
        }
        return response
    }
}
