/// Where a command goes that needs a server, and with which session, resolved before anything is sent.
public struct ServerTarget: Sendable {
    /// The server.
    public let base: ServerURL
    /// Whether requests go through a gateway.
    public let isGateway: Bool
    /// The session to send; nil for a server reached directly.
    public let session: SessionSource?

    /// What flags and environment say.
    public struct Choice: Sendable {
        /// `--server-url`.
        public var serverURL: String?
        /// `--session-token`.
        public var sessionToken: Secret?
        /// `--gateway`.
        public var throughGateway: Bool

        /// A choice of these flags.
        public init(serverURL: String? = nil, sessionToken: Secret? = nil, throughGateway: Bool = false) {
            self.serverURL = serverURL
            self.sessionToken = sessionToken
            self.throughGateway = throughGateway
        }
    }

    /// Resolves the choice against the contexts; a context's session is sent to no other origin than its own.
    ///
    /// - Throws: `context_not_found`, `usage`, `missing_setting`, `token_invalid`; `not_logged_in` for a gateway without a session.
    public init(
        of choice: Choice, context selection: ContextSelection, in contexts: Contexts, environment: Environment
    ) throws(NoetlError) {
        let isLoose = choice.serverURL != nil && selection.name == nil
        let context = isLoose ? contexts.current.flatMap { contexts[$0] } : try selection.resolve(in: contexts)
        let own = try context?.serverURL.map { text throws(NoetlError) in try ServerURL(text, from: "the context") }
        let named = try choice.serverURL.map { text throws(NoetlError) in try ServerURL(text) }
        guard let base = named ?? own else {
            throw .missingSetting(
                "server URL", flag: "server-url", of: context, what: "There is no server to send the request to.")
        }
        self.base = base
        let isCurrent = context.map { $0.name == contexts.current } ?? false
        let isForeign = own?.origin != base.origin
        try Self.check(choice.sessionToken, from: "--session-token")
        try Self.check(environment["NOETL_SESSION_TOKEN"].map { Secret($0) }, from: "NOETL_SESSION_TOKEN")
        var found = choice.sessionToken.map { SessionSource(token: $0, origin: .flag) }
        found =
            found ?? environment["NOETL_SESSION_TOKEN"].map { SessionSource(token: Secret($0), origin: .environment) }
        if found == nil, let context, let cached = context.session, !isForeign {
            guard cached.token.isTransferable else { throw .unusableToken(context.name, isCurrent: isCurrent) }
            found = SessionSource(token: cached.token, origin: .context(context.name, isCurrent: isCurrent))
        }
        let hasOwnSession = choice.sessionToken != nil || (isForeign && found != nil)
        let isKnownGateway = !isForeign && (context?.session != nil || context?.auth0.domain != nil)
        isGateway =
            choice.throughGateway || Self.isOn(environment["NOETL_USE_GATEWAY"]) || hasOwnSession || isKnownGateway
        session = isGateway ? found : nil
        guard !isGateway || session != nil else {
            guard let context, !isForeign else { throw .noSessionGiven(for: base) }
            throw .notLoggedIn(context.name, isCurrent: isCurrent)
        }
    }

    /// A token must survive a header; what cannot is named, not sent.
    private static func check(_ token: Secret?, from origin: String) throws(NoetlError) {
        guard let token, !token.isTransferable else { return }
        throw NoetlError(
            .usage, what: "The session token of \(origin) is not usable.",
            why: "It has blanks, line breaks or other characters that no token has.",
            next: "Copy it again, whole and alone.")
    }

    private static func isOn(_ value: String?) -> Bool {
        value.map { !["0", "false", "no", "off"].contains($0.lowercased()) } ?? false
    }
}
