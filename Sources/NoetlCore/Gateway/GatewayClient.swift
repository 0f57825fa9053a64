import Foundation

/// Speaks to one gateway: exchanges an Auth0 token for a session, and asks whether a session is alive.
public struct GatewayClient: Sendable {
    /// Where it is.
    public let base: ServerURL
    private let http: any HTTPTransport
    private let clock: MonotonicClock

    /// A client of the gateway at `base`.
    public init(base: ServerURL, world: World) {
        self.base = base
        http = world.http
        clock = world.clock
    }

    /// What the gateway says of a session token.
    public enum Validity: Sendable, Equatable {
        /// The session is alive.
        case valid(expiresAt: Date?, user: GatewayUser)
        /// The session is over, or never was.
        case invalid
    }

    /// Exchanges `token` for a session; a busy gateway (503) is asked three times in all.
    ///
    /// - Parameter domain: the tenant that issued the token; without it the gateway assumes a tenant of its own.
    /// - Throws: `gateway_refused`, `gateway_error`, `network`, `tls`, `cancelled`.
    func login(
        with token: Secret, domain: Auth0Domain?, sessionHours: Int
    ) async throws(NoetlError) -> GatewaySession {
        var fields: [String: Any] = ["auth0_token": token.reveal(), "session_duration_hours": sessionHours]
        fields["auth0_domain"] = domain?.description
        var response = try await post("/api/auth/login", fields)
        for pause in [Duration.milliseconds(500), .milliseconds(1_500)] where response.status == 503 {
            try await clock.sleep(for: pause)
            response = try await post("/api/auth/login", fields)
        }
        guard response.status == 200 else { throw GatewayRefusal(response, base, hiding: token).loginError }
        let body = JSONObject(response.body)
        guard let body, let session = body["session_token"] as? String, Self.isToken(session) else {
            throw .unreadableGatewayAnswer(base, response.status)
        }
        return GatewaySession(
            token: Secret(session), expiresAt: (body["expires_at"] as? String).flatMap(Timestamp.parse),
            user: GatewayUser(json: body["user"] as? [String: Any]),
            answer: Secret(String(decoding: response.body, as: UTF8.self)))
    }

    /// Asks whether a session is alive.
    ///
    /// - Parameters:
    ///   - token: the session's.
    ///   - limit: how long the gateway may take.
    /// - Throws: `gateway_error`, `network`, `tls`, `cancelled`; an invalid session is an answer, no error.
    public func validate(_ token: Secret, within limit: Duration = .seconds(60)) async throws(NoetlError) -> Validity {
        let response = try await post("/api/auth/validate", ["session_token": token.reveal()], within: limit)
        if response.status == 401 { return .invalid }
        guard response.status == 200 else {
            throw GatewayRefusal(response, base, hiding: token).error("The session could not be checked.")
        }
        guard let body = JSONObject(response.body), let isValid = body["valid"] as? Bool else {
            throw .unreadableGatewayAnswer(base, response.status)
        }
        guard isValid else { return .invalid }
        return .valid(
            expiresAt: (body["expires_at"] as? String).flatMap(Timestamp.parse),
            user: GatewayUser(json: body["user"] as? [String: Any]))
    }

    /// Opens a connection for what is asked next, with the smallest question there is.
    func warmUp() async {
        // Whatever is wrong is told by the request that matters.
        _ = try? await get("/health")
    }

    /// Asks for what lies at `path` below the base.
    func get(_ path: String) async throws(NoetlError) -> HTTPResponse {
        try await http.send(HTTPRequest(.get, try base.url(path), of: .gateway))
    }

    private func post(
        _ path: String, _ fields: [String: Any], within limit: Duration = .seconds(60)
    ) async throws(NoetlError) -> HTTPResponse {
        let url = try base.url(path)
        guard let body = try? JSONSerialization.data(withJSONObject: fields) else {
            // Strings and integers always encode; a token that is no Unicode cannot be in a String.
            throw NoetlError(
                .gatewayError, what: "The request to the gateway could not be written.",
                why: "The token is not valid text.", next: "Log in with another token.")
        }
        var request = HTTPRequest(.post, url, of: .gateway, body: .json(body))
        request.timeout = limit
        return try await http.send(request)
    }

    /// A token must survive a header, an environment variable and a line of YAML.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 8_192 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x27 }
    }
}

/// The JSON object in `data`, nil when it holds something else.
func JSONObject(_ data: Data) -> [String: Any]? {
    // Not JSON: the caller says whose answer that was.
    (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
}
