import Foundation

/// The authorization code grant with PKCE and a loopback redirect (RFC 8252, RFC 7636).
struct PKCEGrant: Grant {
    let client: Auth0Client
    let redirect: LoopbackRedirect
    let loginHint: String?
    let forcesLogin: Bool
    let opensBrowser: Bool
    let window: Duration
    let probesAllowlist: Bool
    let replies: LoginReplies?
    /// What the browser that brings the code is told at the end of the login.
    let page: PendingPage
    let world: World

    private var application: Auth0Application { client.application }

    func token(report: @escaping LoginNews) async throws(NoetlError) -> Secret {
        // All new for each attempt; 32 bytes are twice what is asked for.
        let verifier = CodeVerifier(entropy: world.entropy)
        let state = Secret(Base64URL.encode(world.entropy(32)))
        let nonce = Secret(Base64URL.encode(world.entropy(32)))
        let parameters = parameters(state: state, nonce: nonce, verifier: verifier)
        let address = try client.authorizationURL(parameters)
        let probe = probesAllowlist ? try probe(with: parameters) : nil
        let expected = ExpectedCallback(state: state, issuer: application.domain.issuer)
        let listener = try await LoopbackListener.listen(for: redirect, expecting: expected, pending: page)
        let caught: Result<Secret, NoetlError>
        do throws(NoetlError) {
            caught = .success(try await code(from: listener, at: address, probe: probe, report: report))
        } catch {
            caught = .failure(error)
        }
        await listener.close()
        return try await exchange(try caught.get(), verifier: verifier, nonce: nonce)
    }

    private func parameters(state: Secret, nonce: Secret, verifier: CodeVerifier) -> [(name: String, value: String)] {
        var parameters = [
            (name: "response_type", value: "code"), ("client_id", application.clientID),
            ("redirect_uri", redirect.description), ("scope", loginScope), ("state", state.reveal()),
            ("nonce", nonce.reveal()), ("code_challenge", verifier.challenge), ("code_challenge_method", "S256"),
        ]
        if let audience = application.audience { parameters.append(("audience", audience)) }
        if let loginHint { parameters.append(("login_hint", loginHint)) }
        if forcesLogin { parameters.append(("prompt", "login")) }
        return parameters
    }

    /// A question about the redirect URI by itself, outside a login.
    func probe() throws(NoetlError) -> AllowlistProbe {
        let verifier = CodeVerifier(entropy: world.entropy)
        let unused = Secret(Base64URL.encode(world.entropy(32)))
        return try probe(with: parameters(state: unused, nonce: unused, verifier: verifier))
    }

    /// The same request as the browser's, but nobody is shown a page, and it cannot be taken for this login.
    private func probe(with parameters: [(name: String, value: String)]) throws(NoetlError) -> AllowlistProbe {
        var own = parameters.filter { $0.name != "state" && $0.name != "prompt" }
        own += [(name: "state", value: Base64URL.encode(world.entropy(32))), (name: "prompt", value: "none")]
        let address = try client.authorizationURL(own)
        return AllowlistProbe(address: address, redirect: redirect, http: world.http)
    }

    /// Waits for the redirect, at most for the window.
    private func code(
        from listener: LoopbackListener, at address: URL, probe: AllowlistProbe?, report: @escaping LoginNews
    ) async throws(NoetlError) -> Secret {
        let deadline = world.clock.now.advanced(by: window)
        let obstacle = world.browser.reach.obstacle
        let opensBrowser = opensBrowser && obstacle == nil
        report(
            .preflight(
                Preflight(
                    application: application, redirect: redirect, address: address, deadline: deadline,
                    opensBrowser: opensBrowser, obstacle: obstacle, probesAllowlist: probe != nil)))
        let browser = BrowserRequest(opensBrowser ? address : nil, world: world)
        async let _: Void = open(browser, after: probe, report: report)
        let alarm = Task { [clock = world.clock] in
            // Cancelled when the wait ends first; ending the news then changes nothing.
            try? await clock.sleep(until: deadline)
            listener.giveUp()
        }
        defer { alarm.cancel() }
        let reader = Task { [replies] in
            guard let replies else { return }
            for await text in replies.pastes { listener.take(pasted: text) }
        }
        defer { reader.cancel() }
        for await news in listener.news {
            switch news {
            case .turnedAway(let count):
                world.trace("callback turned away: wrong state or malformed (\(count) so far)")
                report(.turnedAway(count: count))
            case .pasteRefused(let problem): report(.pasteRefused(problem))
            case .answer(.code(let code)): return code
            case .answer(.refused(let refusal)): throw error(for: refusal)
            case .answer(.stranger), .answer(.malformed): continue
            }
        }
        guard !Task.isCancelled else { throw .cancelled }
        throw .callbackTimeout(window: window, redirect: redirect, application: application)
    }

    private func open(_ browser: BrowserRequest, after probe: AllowlistProbe?, report: @escaping LoginNews) async {
        guard let probe else { return await browser.send(report: report) }
        await AllowlistWatch(
            probe: probe, application: application, browser: browser, replies: replies, world: world
        ).run(report: report)
    }

    private func error(for refusal: ExpectedCallback.Refusal) -> NoetlError {
        switch refusal {
        case .error(let error, let description):
            return Auth0Refusal(error: error, description: description).noetlError(for: .code, application)
        case .wrongIssuer(let issuer):
            return NoetlError(
                .auth0Error, what: "The sign-in was answered by another issuer, so it was refused.",
                why:
                    "The redirect names '\(Redaction.cleaned(issuer, limit: 80))', not '\(application.domain.issuer)' (RFC 9207).",
                next: "Check the Auth0 domain of the context, and log in again.")
        }
    }

    private func exchange(_ code: Secret, verifier: CodeVerifier, nonce: Secret) async throws(NoetlError) -> Secret {
        var form = [
            (name: "grant_type", value: "authorization_code"), ("client_id", application.clientID),
            ("code", code.reveal()), ("redirect_uri", redirect.description),
            ("code_verifier", verifier.secret.reveal()),
        ]
        if let secret = application.clientSecret { form.append(("client_secret", secret.reveal())) }
        switch try await client.tokens(form) {
        case .refused(let refusal): throw refusal.noetlError(for: .code, application)
        case .tokens(let tokens):
            guard let idToken = tokens.idToken else { throw .noIDToken("The code exchange succeeded without one.") }
            try IDToken.check(idToken, for: application, nonce: nonce, at: world.now())
            return idToken
        }
    }
}

extension NoetlError {
    static func callbackTimeout(
        window: Duration, redirect: LoopbackRedirect, application: Auth0Application
    ) -> NoetlError {
        let seconds = window.components.seconds
        return NoetlError(
            .callbackTimeout, what: "No callback arrived within \(seconds) second\(seconds == 1 ? "" : "s").",
            why: "  Redirect URI: \(redirect)",
            next: "Did you remember to allowlist it? \(application.settingsPlace)")
    }
}
