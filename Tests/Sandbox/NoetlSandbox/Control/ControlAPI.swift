import Foundation

/// The script over HTTP, for shells and for tests in other languages.
///
///     GET    /_sandbox                  all addresses
///     POST   /_sandbox/script           changes the script (see `ScriptUpdate`)
///     DELETE /_sandbox/script           back to honesty
///     GET    /_sandbox/requests         every request so far, an array
///     DELETE /_sandbox/requests         forgets them
///     POST   /_sandbox/expire-sessions  ends all gateway sessions
///     GET    /_sandbox/allowlist        the allowed callback URLs, an array
///     PUT    /_sandbox/allowlist        replaces them
///     POST   /_sandbox/device           {"user_code", "action": "approve" | "deny", "user"?}
///     POST   /_sandbox/tokens           {"user"?, "nonce"?} -> {"id_token", "access_token", "callback_url"}
///
/// Answers are JSON; what cannot be read is a 400 `{"error"}`. A request of a web page (with `Origin`) is refused.
struct ControlAPI: Sendable {
    private let core: SandboxCore

    init(_ core: SandboxCore) {
        self.core = core
    }

    /// Answers one request.
    func answer(_ request: IncomingRequest) -> Answer {
        guard request.headers["origin"] == nil else { return mistake("not for web pages", status: 403) }
        do {
            return try action(request)
        } catch DecodingError.dataCorrupted(let context) {
            return mistake(context.debugDescription)
        } catch {
            return mistake("\(error)")
        }
    }

    private func action(_ request: IncomingRequest) throws -> Answer {
        let data = Data(request.body.utf8)
        switch (request.method, request.path) {
        case ("GET", "/_sandbox"):
            return .json(try JSONValue(encoding: core.addresses))
        case ("POST", "/_sandbox/script"):
            try JSONDecoder().decode(ScriptUpdate.self, from: data).apply(to: core.script)
        case ("DELETE", "/_sandbox/script"):
            core.script.reset()
        case ("GET", "/_sandbox/requests"):
            return .json(try JSONValue(encoding: core.log.all))
        case ("DELETE", "/_sandbox/requests"):
            core.log.clear()
        case ("POST", "/_sandbox/expire-sessions"):
            core.gateway.sessions.expireAll()
        case ("GET", "/_sandbox/allowlist"):
            return .json(try JSONValue(encoding: core.script.allowlist))
        case ("PUT", "/_sandbox/allowlist"):
            core.script.allowlist = try JSONDecoder().decode([String].self, from: data)
        case ("POST", "/_sandbox/device"):
            return try decide(JSONValue(parsing: request.body))
        case ("POST", "/_sandbox/tokens"):
            let wish: JSONValue = request.body.isEmpty ? [:] : try JSONValue(parsing: request.body)
            return .json(
                try JSONValue(
                    encoding: core.issueTokens(to: wish["user"]?.text, nonce: wish["nonce"]?.text)))
        default:
            return mistake("no such control: \(request.method) \(request.path)", status: 404)
        }
        return .json(["status": "ok"])
    }

    private func decide(_ wish: JSONValue) throws -> Answer {
        let email = wish["user"]?.text ?? core.settings.users.first?.email
        guard let user = core.settings.users.first(where: { $0.email == email }) else {
            throw SandboxCore.UnknownUser()
        }
        let verdict: TenantLedger.Device.Verdict = wish["action"]?.text == "deny" ? .denied : .approved(user)
        guard core.tenant.ledger.decide(userCode: wish["user_code"]?.text ?? "", verdict) else {
            return mistake("no such code waits", status: 404)
        }
        return .json(["status": "ok"])
    }

    private func mistake(_ text: String, status: Int = 400) -> Answer {
        .json(["error": .string(text)], status: status)
    }
}
