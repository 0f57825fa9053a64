import Foundation

/// One request to `/authorize`, and the login form that carries the same query (RFC 6749 section 4.1.1, RFC 7636).
struct AuthorizationRequest: Sendable {
    private let request: IncomingRequest
    private let tenant: Tenant

    init(_ request: IncomingRequest, _ tenant: Tenant) {
        self.request = request
        self.tenant = tenant
    }

    /// What `GET /authorize` shows: an error page, a redirect or the login form.
    func answer() throws -> Answer {
        if let refusal = refusal() { return refusal }
        let known = tenant.ledger.user(ofCookie: request.cookie(Tenant.cookieName))
        switch request.query["prompt"] {
        case "none":
            guard let known else { return failure("login_required", "Login required") }
            return try grant(known)
        case "login", "select_account":
            return form()
        default:
            return try known.map { try grant($0) } ?? form()
        }
    }

    /// What the login form comes to.
    func signIn() throws -> Answer {
        if let refusal = refusal() { return refusal }
        let form = request.form
        if form["action"] == "deny" {
            return failure("access_denied", "User did not authorize the request")
        }
        guard let user = tenant.user(form["username"], password: form["password"]) else {
            return self.form(problem: "Wrong email or password", status: 400)
        }
        return try grant(user, headers: tenant.signedIn(user, request.door))
    }

    /// The refusal that a script asks for: by redirect when the callback is trustworthy.
    func scripted(_ failure: SandboxFailure) -> Answer {
        guard let callback = request.query["redirect_uri"], tenant.script.allowlist.contains(callback) else {
            return page(failure.status, failure.error, failure.description ?? "")
        }
        return self.failure(failure.error, failure.description)
    }

    /// Why the request gets no login form, nil when it does. The callback is judged before anything is sent there.
    private func refusal() -> Answer? {
        let query = request.query
        guard let client = tenant.client(query["client_id"]) else {
            return page(403, "unauthorized_client", "Unknown client: \(query["client_id"] ?? "")")
        }
        guard let callback = query.filled("redirect_uri") else {
            return page(400, "invalid_request", "Missing required parameter: redirect_uri")
        }
        guard tenant.script.allowlist.contains(callback) else {
            return page(
                403, "unauthorized_client",
                "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.")
        }
        let types = responseTypes
        if types == ["code"] {
            return codeRefusal(client)
        }
        guard !types.isEmpty, types.isSubset(of: ["id_token", "token"]) else {
            return failure("unsupported_response_type", "Unsupported response type: \(query["response_type"] ?? "")")
        }
        guard client.grants.contains(.implicit) else {
            return failure("unauthorized_client", "Grant type 'implicit' not allowed for the client.")
        }
        if types.contains("id_token"), query.filled("nonce") == nil {
            return failure("invalid_request", "Missing required parameter: nonce")
        }
        return audienceRefusal()
    }

    private func codeRefusal(_ client: SandboxClient) -> Answer? {
        let query = request.query
        guard client.grants.contains(.authorizationCode) else {
            return failure("unauthorized_client", "Grant type 'authorization_code' not allowed for the client.")
        }
        if let challenge = query.filled("code_challenge") {
            guard query["code_challenge_method"] == "S256" else {
                return failure("invalid_request", "Only the code_challenge_method S256 is supported")
            }
            // A SHA-256 digest is 32 bytes: 43 characters (RFC 7636 section 4.2).
            guard Base64URL.decode(challenge)?.count == 32 else {
                return failure("invalid_request", "Parameter 'code_challenge' must be a base64url-encoded SHA-256")
            }
        } else if client.secret == nil {
            return failure("invalid_request", "Missing required parameter: code_challenge")
        }
        return audienceRefusal()
    }

    private func audienceRefusal() -> Answer? {
        guard let audience = request.query.filled("audience"), !tenant.settings.audiences.contains(audience) else {
            return nil
        }
        return failure("access_denied", "Service not found: \(audience)")
    }

    private var responseTypes: Set<String> {
        Set((request.query["response_type"] ?? "").split(separator: " ").map(String.init))
    }

    /// Sends the browser back with a code, or with tokens in the fragment.
    private func grant(_ user: SandboxUser, headers: [String: String] = [:]) throws -> Answer {
        let query = request.query
        let callback = query["redirect_uri"] ?? ""
        let order = TokenMint.Order(
            user: user, clientID: query["client_id"] ?? "", issuer: request.origin, scope: query["scope"] ?? "",
            audience: query.filled("audience"), nonce: query.filled("nonce"))
        if responseTypes == ["code"] {
            let code = tenant.ledger.issue(order, redirectURI: callback, challenge: query.filled("code_challenge"))
            return redirect([("code", code)], headers: headers)
        }
        let tokens = try tenant.tokens(for: order)
        var pairs: [(String, String)] = []
        if responseTypes.contains("id_token"), let token = tokens["id_token"]?.text {
            pairs.append(("id_token", token))
        }
        if responseTypes.contains("token"), let token = tokens["access_token"]?.text {
            pairs += [
                ("access_token", token), ("token_type", "Bearer"),
                ("expires_in", String(tenant.settings.tokenSeconds)),
            ]
        }
        return redirect(pairs, headers: headers)
    }

    private func failure(_ error: String, _ description: String?) -> Answer {
        redirect([("error", error)] + (description.map { [("error_description", $0)] } ?? []))
    }

    private func redirect(_ pairs: [(String, String)], headers: [String: String] = [:]) -> Answer {
        var pairs = pairs
        if let state = request.query["state"] { pairs.append(("state", state)) }
        switch tenant.script.issuerParameter {
        case .absent: break
        case .correct: pairs.append(("iss", request.origin))
        case .wrong(let issuer): pairs.append(("iss", issuer))
        }
        let callback = request.query["redirect_uri"] ?? ""
        let mark = responseTypes.isSubset(of: ["code"]) ? (callback.contains("?") ? "&" : "?") : "#"
        return .redirect(to: callback + mark + FormFields.encode(pairs), headers: headers)
    }

    private func form(problem: String? = nil, status: Int = 200) -> Answer {
        let email = request.form["username"] ?? request.query["login_hint"] ?? ""
        let query = request.target.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        let html = Page.login(
            action: "/u/login?\(query)", client: request.query["client_id"] ?? "", email: email, problem: problem)
        return .page(html, status: status)
    }

    private func page(_ status: Int, _ error: String, _ description: String) -> Answer {
        if let errorPage = tenant.script.errorPage {
            let pairs = [
                ("client_id", request.query["client_id"] ?? ""), ("error", error), ("error_description", description),
            ]
            return .redirect(to: "\(errorPage)?\(FormFields.encode(pairs))")
        }
        return .page(Page.problem(error: error, description: description), status: status)
    }
}
