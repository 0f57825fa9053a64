import Foundation

/// What the listeners share: the servers, the script and the log.
struct SandboxCore: Sendable {
    let settings: SandboxSettings
    let script: SandboxScript
    let log = RequestLog()
    let pauses = Pauses()
    let tenant: Tenant
    let gateway: Gateway
    let catalog: Catalog
    private let known = Locked<SandboxAddresses?>(nil)

    /// Thrown when tokens are asked for somebody who is not there.
    struct UnknownUser: Error {}

    init(_ settings: SandboxSettings) throws {
        self.settings = settings
        let script = SandboxScript(settings)
        let key = try SigningKey.shared.get()
        self.script = script
        catalog = Catalog(settings.catalog)
        tenant = Tenant(settings: settings, script: script, key: key)
        gateway = Gateway(settings: settings, script: script, ledger: tenant.ledger, key: key, catalog: catalog)
    }

    /// Takes note of the ports once all are known.
    func learn(_ addresses: SandboxAddresses) {
        known.withLock { $0 = addresses }
        gateway.tenants.withLock { $0 = [.tls: addresses.tenantURL, .plain: addresses.tenantPlainURL] }
    }

    /// Where everything is, once it is known.
    var addresses: SandboxAddresses? { known.withLock { $0 } }

    /// Records a request, and answers it as the script or the truth has it.
    func answer(_ request: IncomingRequest, as server: SandboxServer) async -> Answer {
        let endpoint = SandboxEndpoint(server, request)
        let number = log.note(server, endpoint, request)
        let (scripted, delay) = script.next(endpoint)
        await pauses.wait(delay)
        let answer = await answer(request, as: server, scripted)
        log.close(number, status: answer.status)
        return answer
    }

    /// Makes tokens for the first user, or the one named, as the first application gets them over TLS.
    func issueTokens(to email: String?, nonce: String?) throws -> IssuedTokens {
        let email = email ?? settings.users.first?.email
        guard let user = settings.users.first(where: { $0.email == email }), let addresses else { throw UnknownUser() }
        let order = TokenMint.Order(
            user: user, clientID: addresses.clientID, issuer: "\(addresses.tenantURL)/", scope: "openid profile email",
            nonce: nonce)
        let tokens = try tenant.tokens(for: order)
        let idToken = tokens["id_token"]?.text ?? ""
        let accessToken = tokens["access_token"]?.text ?? ""
        let fragment = FormFields.encode([
            ("access_token", accessToken), ("id_token", idToken), ("token_type", "Bearer"), ("state", "web-app"),
        ])
        return IssuedTokens(
            idToken: idToken, accessToken: accessToken, callbackURL: "\(settings.webRedirectURI)#\(fragment)")
    }

    private func answer(
        _ request: IncomingRequest, as server: SandboxServer, _ scripted: ScriptedAnswer
    ) async -> Answer {
        switch scripted {
        case .honest:
            return honestAnswer(request, as: server)
        case .drop:
            return .drop
        case .hang:
            // Longer than any client waits; stopping ends it.
            await pauses.wait(.seconds(86_400))
            return .drop
        case .failure(let failure):
            if server != .tenant { return failure.gatewayAnswer }
            let isPage = ["/authorize", "/u/login"].contains(request.path)
            return isPage ? AuthorizationRequest(request, tenant).scripted(failure) : failure.tenantAnswer
        case .reply(let status, let headers, let body):
            return .reply(Reply(status: status, headers: headers, body: .text(body)))
        case .flood(let status, let bytes):
            return .reply(
                Reply(status: status, headers: ["content-type": "application/json"], body: .flood(bytes: bytes)))
        case .drip(let status, let body, let interval):
            return .reply(
                Reply(
                    status: status, headers: ["content-type": "application/json"], body: .drip(body, every: interval)))
        }
    }

    private func honestAnswer(_ request: IncomingRequest, as server: SandboxServer) -> Answer {
        switch server {
        case .tenant:
            do {
                return try tenant.answer(request)
            } catch {
                return .json(["error": "server_error", "error_description": .string("\(error)")], status: 500)
            }
        case .gateway:
            return gateway.answer(request)
        case .server:
            if request.path == "/health" || request.path == "/api/health" { return .json(["status": "ok"]) }
            guard request.path.hasPrefix("/api/") else { return .json(["detail": "Not Found"], status: 404) }
            return catalog.answer(request.method, String(request.path.dropFirst("/api/".count)), request.body)
        }
    }
}
