import NIOConcurrencyHelpers

/// One login, from request to stored session: the only door for every front end.
public struct LoginFlow: Sendable {
    private let contexts: ContextStore
    private let world: World
    /// How long the browser that brought a code waits to hear how the login went on.
    var pagePatience: Duration = .seconds(5)

    /// A flow that reads and writes `contexts` and reaches the outside through `world`.
    public init(contexts: ContextStore, world: World) {
        self.contexts = contexts
        self.world = world
    }

    /// Runs the login while the sequence is read; leaving the loop cancels it.
    public func events(for request: LoginRequest) -> LoginEvents {
        LoginEvents { report throws(NoetlError) in
            let target = try await self.target(of: request)
            if target.gateway.isExposed { report(.exposed(gateway: target.gateway)) }
            world.trace(
                "login in mode \(request.mode.kind.rawValue) at \(target.gateway), tenant \(target.domain?.description ?? "unknown")"
            )
            // The browser that came back hears the end of it, before the program may be gone.
            let page = PendingPage(patience: pagePatience)
            do throws(NoetlError) {
                let outcome = try await logIn(request, at: target, page: page, report: report)
                await page.settle(.signedIn)
                report(.loggedIn(outcome))
            } catch {
                await page.settle(.failed)
                throw error
            }
        }
    }

    /// From the proof to the saved session.
    private func logIn(
        _ request: LoginRequest, at target: LoginTarget, page: PendingPage, report: @escaping LoginNews
    ) async throws(NoetlError) -> LoginOutcome {
        let gateway = GatewayClient(base: target.gateway, world: world)
        let token = try await token(for: request, at: target, page: page, warming: gateway, report: report)
        report(.exchanging(gateway: target.gateway))
        let session = try await gateway.login(
            with: token, domain: target.domain, sessionHours: request.sessionHours)
        try await IdentityGuard(request: request, target: target, page: page)
            .admit(session, token: token, report: report)
        let saved = request.savesSession ? try await save(session, on: target, of: request.mode.kind) : nil
        return LoginOutcome(session: session, gateway: target.gateway, savedContext: saved)
    }

    /// Fails as the login would, before anybody is asked for a password: missing context or setting, unwritable file.
    ///
    /// - Throws: `context_not_found`, `missing_setting`, `usage`, `config_invalid`, `config_unwritable`.
    public func check(_ request: LoginRequest) async throws(NoetlError) { _ = try await target(of: request) }

    /// Resolves the target and refuses what could not be reached or saved, before anything is opened or asked.
    private func target(of request: LoginRequest) async throws(NoetlError) -> LoginTarget {
        try await offPool { () throws(NoetlError) in
            let target = try LoginTarget(of: request, in: try contexts.load())
            try world.http.prepare(for: try target.gateway.url("/"))
            if request.mode.needsTenant, let tenant = target.domain?.url("/") { try world.http.prepare(for: tenant) }
            if request.savesSession, let name = target.context?.name {
                try contexts.checkWritable { file throws(NoetlError) in
                    try file.apply(.session(CachedSession(token: Secret("rehearsal"))), to: name)
                }
            }
            return target
        }
    }

    /// The proof. While a person is at work on it, a connection to the gateway opens; nobody waits for that.
    private func token(
        for request: LoginRequest, at target: LoginTarget, page: PendingPage, warming gateway: GatewayClient,
        report: @escaping LoginNews
    ) async throws(NoetlError) -> Secret {
        let grant = try grant(for: request, at: target, page: page)
        let warmUp = NIOLockedValueBox<Task<Void, Never>?>(nil)
        defer { warmUp.withLockedValue { $0?.cancel() } }
        return try await grant.token { event in
            switch event {
            case .preflight where request.probesAllowlist, .deviceCode:
                warmUp.withLockedValue { $0 = Task { await gateway.warmUp() } }
            default: break
            }
            report(event)
        }
    }

    private func grant(
        for request: LoginRequest, at target: LoginTarget, page: PendingPage
    ) throws(NoetlError) -> any Grant {
        switch request.mode {
        case .token(let token): return TokenGrant(obtained: token, world: world)
        case .callbackURL(let address): return TokenGrant(obtained: try CallbackURL.token(in: address), world: world)
        case .pkce(let hint):
            return PKCEGrant(
                client: try client(of: target), redirect: target.redirect, loginHint: hint,
                forcesLogin: request.forcesLogin, opensBrowser: request.opensBrowser, window: request.window,
                probesAllowlist: request.probesAllowlist, replies: request.replies, page: page, world: world)
        case .device:
            return DeviceGrant(client: try client(of: target), opensBrowser: request.opensBrowser, world: world)
        case .password(let email, let password, let realm):
            return PasswordGrant(
                client: try client(of: target), email: email, password: password, realm: realm, world: world)
        }
    }

    private func client(of target: LoginTarget) throws(NoetlError) -> Auth0Client {
        Auth0Client(application: try target.application, http: world.http)
    }

    /// Token, expiry, user and a domain that was learned, in one atomic write, if the context is still the same; beside
    /// it, the mode that worked.
    private func save(
        _ session: GatewaySession, on target: LoginTarget, of mode: LoginMode.Kind
    ) async throws(NoetlError) -> String? {
        guard let name = target.context?.name else { return nil }
        let cached = CachedSession(token: session.token, expiresAt: session.expiresAt, user: session.user.email)
        try await offPool { () throws(NoetlError) in
            try contexts.edit { file throws(NoetlError) in
                guard let now = file.contexts[name] else { throw NoetlError.contextGone(name) }
                let server = try now.serverURL.map { text throws(NoetlError) in try ServerURL(text, from: "the context")
                }
                guard server == nil || server?.origin == target.gateway.origin else {
                    throw NoetlError.contextMoved(name)
                }
                var change = ContextChange.session(cached)
                if target.learnsDomain, now.auth0.domain == nil, let domain = target.domain {
                    change[.auth0Domain] = .set(domain.description)
                }
                try file.apply(change, to: name)
            }
            contexts.remember(mode, of: name)
        }
        return name
    }
}

extension NoetlError {
    static func contextGone(_ name: String) -> NoetlError {
        NoetlError(
            .contextNotFound, what: "The login succeeded, but its session could not be saved.",
            why: "Context '\(Redaction.cleaned(name))' was deleted or renamed meanwhile.",
            next: "Create it again (noetl context add) and log in once more.",
            nextOnScreen: "Create it again and log in once more.")
    }

    static func contextMoved(_ name: String) -> NoetlError {
        NoetlError(
            .contextNotFound, what: "The login succeeded, but its session was not saved.",
            why: "Context '\(Redaction.cleaned(name))' was pointed at another gateway meanwhile.",
            next: "Log in once more.")
    }
}
