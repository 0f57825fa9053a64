import Foundation

/// Asks whether a context's session is still good for a while, for `--if-needed`.
public struct SessionCheck: Sendable {
    let world: World

    /// A check that reaches the gateway through `world`.
    public init(world: World) { self.world = world }

    /// A session that makes a login unnecessary.
    public struct Alive: Sendable, Equatable {
        /// The context's name.
        public let context: String
        /// The gateway that gave the session.
        public let gateway: ServerURL
        /// The session token.
        public let token: Secret
        /// Nil when neither gateway nor file say.
        public let expiresAt: Date?
        /// Who is logged in.
        public let user: GatewayUser
    }

    /// The session of `context` when it lives for `minimum` from now, nil when a login is needed.
    ///
    /// The gateway decides; where it cannot be reached, the saved expiry does.
    ///
    /// - Throws: `usage` for a server URL that is unusable, or unencrypted without leave; `tls` and `gateway_error`, which
    ///   are no reason to trust the file; `cancelled`.
    public func session(
        of context: Context, for minimum: Duration, allowsInsecureHTTP: Bool
    ) async throws(NoetlError) -> Alive? {
        guard let cached = context.session, let address = context.serverURL else { return nil }
        let gateway = try ServerURL(address, from: "the context")
        guard !gateway.isExposed || allowsInsecureHTTP else { throw .exposedGateway(gateway) }
        let enough = world.now().addingTimeInterval(TimeInterval(minimum.components.seconds))
        let alive = { (expiry: Date?, user: GatewayUser) in
            Alive(context: context.name, gateway: gateway, token: cached.token, expiresAt: expiry, user: user)
        }
        let validity: GatewayClient.Validity
        do throws(NoetlError) {
            validity = try await GatewayClient(base: gateway, world: world).validate(cached.token)
        } catch  where error.code == .network {
            world.trace("session not checked (\(error.code.rawValue)); going by the saved expiry")
            guard let expiry = cached.expiresAt, expiry >= enough else { return nil }
            return alive(expiry, GatewayUser(email: cached.user))
        }
        guard case .valid(let told, let user) = validity else { return nil }
        let expiry = told ?? cached.expiresAt
        guard expiry.map({ $0 >= enough }) ?? true else { return nil }
        return alive(expiry, user.email == nil ? GatewayUser(email: cached.user) : user)
    }
}
