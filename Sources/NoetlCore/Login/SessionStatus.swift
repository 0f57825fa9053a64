import Foundation
import NIOConcurrencyHelpers

/// What is known about the session of one context.
public struct SessionStatus: Sendable, Equatable {
    /// How good a session is.
    public enum State: String, Sendable {
        /// The gateway accepts it, or its saved expiry lies ahead.
        case valid
        /// The gateway does not accept it, or its saved expiry is over.
        case expired
        /// Nobody knows: no expiry is saved, or the gateway could not be asked.
        case unknown
        /// There is none.
        case none
    }

    /// The context's name.
    public let context: String
    /// The server's address as it is saved; nil when there is none.
    public let gateway: String?
    /// How good the session is.
    public let state: State
    /// When it ends; nil when nobody said.
    public let expiresAt: Date?
    /// Whose it is; without roles when the gateway was not asked.
    public let user: GatewayUser
    /// Whether the gateway answered.
    public let isConfirmed: Bool
    /// Why the gateway could not be asked; nil when it answered, or was not to be asked.
    public let problem: NoetlError?

    /// A status of these parts.
    public init(
        context: String, gateway: String?, state: State, expiresAt: Date? = nil,
        user: GatewayUser = GatewayUser(email: nil), isConfirmed: Bool = false, problem: NoetlError? = nil
    ) {
        self.context = context
        self.gateway = gateway
        self.state = state
        self.expiresAt = expiresAt
        self.user = user
        self.isConfirmed = isConfirmed
        self.problem = problem
    }

    /// The exit status that this state means; an unknown expiry counts as valid.
    public var exitStatus: Int32 {
        if problem != nil { return ExitStatus.failure }
        return state == .expired || state == .none ? ExitStatus.noSession : ExitStatus.success
    }
}

extension SessionCheck {
    /// How many gateways are asked at a time.
    static let width = 4
    /// How long one gateway may take; its auth backend takes up to 12 s.
    public static let patience: Duration = .seconds(15)

    /// What the saved expiry says of a context's session; nobody is asked.
    public func savedStatus(of context: Context) -> SessionStatus {
        guard let cached = context.session else {
            return SessionStatus(context: context.name, gateway: context.serverURL, state: .none)
        }
        let state: SessionStatus.State = cached.expiresAt.map { $0 > world.now() ? .valid : .expired } ?? .unknown
        return SessionStatus(
            context: context.name, gateway: context.serverURL, state: state, expiresAt: cached.expiresAt,
            user: GatewayUser(email: cached.user))
    }

    /// What the gateway says of a context's session; without a session nobody is asked.
    ///
    /// - Throws: `missing_setting`; `usage` for a server URL that is unusable, or unencrypted without leave; `token_invalid`,
    ///   `network`, `tls`, `gateway_error`, `cancelled`.
    ///
    /// - Parameters:
    ///   - context: whose session is asked for.
    ///   - allowsInsecureHTTP: whether the session may cross a network unencrypted.
    ///   - patience: how long the gateway may take.
    public func status(
        of context: Context, allowsInsecureHTTP: Bool, within patience: Duration = Self.patience
    ) async throws(NoetlError) -> SessionStatus {
        let what = "The session was not checked."
        guard let cached = context.session else { return savedStatus(of: context) }
        guard let address = context.serverURL else {
            throw .missingSetting("server URL", flag: "server-url", of: context, what: what)
        }
        let gateway = try ServerURL(address, from: "context '\(Redaction.cleaned(context.name))'")
        guard !gateway.isExposed || allowsInsecureHTTP else { throw .exposedGateway(gateway, what: what) }
        world.trace("asking \(gateway) for the session of context '\(context.name)'")
        let validity = try await GatewayClient(base: gateway, world: world)
            .validate(cached.token, within: patience)
        switch validity {
        case .valid(let told, let user):
            return SessionStatus(
                context: context.name, gateway: gateway.description, state: .valid, expiresAt: told ?? cached.expiresAt,
                user: GatewayUser(
                    email: user.email ?? cached.user, displayName: user.displayName, roles: user.roles),
                isConfirmed: true)
        case .invalid:
            // A saved expiry that lies ahead has turned out wrong.
            return SessionStatus(
                context: context.name, gateway: gateway.description, state: .expired,
                expiresAt: cached.expiresAt.flatMap { $0 <= world.now() ? $0 : nil },
                user: GatewayUser(email: cached.user), isConfirmed: true)
        }
    }

    /// The same for many contexts, in their order, a few at a time; one that cannot be checked says why, and holds up
    /// nobody for longer than the limit of its request.
    ///
    /// - Throws: `cancelled`.
    public func statuses(
        of contexts: [Context], allowsInsecureHTTP: Bool
    ) async throws(NoetlError) -> [SessionStatus] {
        let found = NIOLockedValueBox<[Int: SessionStatus]>([:])
        await eachStatus(of: contexts, allowsInsecureHTTP: allowsInsecureHTTP) { index, status in
            found.withLockedValue { $0[index] = status }
        }
        if Task.isCancelled { throw .cancelled }
        return found.withLockedValue { found in contexts.indices.compactMap { found[$0] } }
    }

    /// The same, with each status told as it comes, with the index of its context; the first contexts are asked first.
    public func eachStatus(
        of contexts: [Context], allowsInsecureHTTP: Bool, within patience: Duration = Self.patience,
        _ tell: @escaping @Sendable (Int, SessionStatus) -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            var waiting = contexts.enumerated().makeIterator()
            func askNext() {
                guard !Task.isCancelled, let (index, context) = waiting.next() else { return }
                group.addTask {
                    tell(index, await self.status(of: context, allowsInsecureHTTP, saysWhyWithin: patience))
                }
            }
            for _ in 0..<Self.width { askNext() }
            while await group.next() != nil { askNext() }
        }
    }

    private func status(
        of context: Context, _ allowsInsecureHTTP: Bool, saysWhyWithin patience: Duration
    ) async -> SessionStatus {
        do throws(NoetlError) {
            return try await status(of: context, allowsInsecureHTTP: allowsInsecureHTTP, within: patience)
        } catch {
            let saved = savedStatus(of: context)
            return SessionStatus(
                context: saved.context, gateway: saved.gateway, state: .unknown, expiresAt: saved.expiresAt,
                user: saved.user, problem: error)
        }
    }
}
