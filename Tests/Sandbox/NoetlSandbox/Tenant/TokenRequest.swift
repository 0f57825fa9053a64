import Crypto
import Foundation

/// One `POST /oauth/token`: all grants, in the order in which Auth0 finds fault.
struct TokenRequest: Sendable {
    private let request: IncomingRequest
    private let tenant: Tenant
    private let fields: FormFields

    /// Thrown to answer with a refusal.
    private struct Refused: Error {
        let failure: SandboxFailure
    }

    init(_ request: IncomingRequest, _ tenant: Tenant) {
        self.request = request
        self.tenant = tenant
        if request.mediaType == "application/json", case .object(let members)? = try? JSONValue(parsing: request.body) {
            // Auth0 takes JSON as well.
            let pairs = members.compactMap { name, value in value.text.map { (name, $0) } }
            fields = FormFields(parsing: FormFields.encode(pairs))
        } else {
            fields = request.form
        }
    }

    /// Tokens, or why not.
    func answer() throws -> Answer {
        do {
            return .json(try tenant.tokens(for: order()))
        } catch let refused as Refused {
            return refused.failure.tenantAnswer
        }
    }

    private func order() throws -> TokenMint.Order {
        guard let name = fields.filled("grant_type") else { throw missing("grant_type") }
        guard let grant = SandboxGrant(rawValue: name), grant != .implicit else {
            throw refused(403, "unsupported_grant_type", "Unsupported grant type: \(name)")
        }
        guard fields.filled("client_id") != nil || basicCredentials != nil else { throw missing("client_id") }
        guard let client = tenant.client(fields.filled("client_id") ?? basicCredentials?.id) else {
            throw Refused(failure: .accessDenied)
        }
        guard client.grants.contains(grant) else {
            throw Refused(
                failure: .unauthorizedClient.describing("Grant type '\(name)' not allowed for the client."))
        }
        try checkSecret(of: client, grant)
        switch grant {
        case .authorizationCode: return try redeemCode(client)
        case .deviceCode: return try pollDevice(client)
        case .password, .passwordRealm, .implicit: return try checkPassword(client, grant)
        }
    }

    /// A device cannot keep a secret, so none is needed there; a wrong one is refused everywhere.
    private func checkSecret(of client: SandboxClient, _ grant: SandboxGrant) throws {
        let given = fields.filled("client_secret") ?? basicCredentials?.secret
        if given == nil, grant == .deviceCode || client.secret == nil { return }
        guard let secret = client.secret else { return }
        guard given == secret else { throw Refused(failure: .accessDenied) }
    }

    /// `client_secret_basic` (RFC 6749 section 2.3.1).
    private var basicCredentials: (id: String, secret: String)? {
        let header = request.headers["authorization"] ?? ""
        guard header.hasPrefix("Basic "), let data = Data(base64Encoded: String(header.dropFirst(6))) else {
            return nil
        }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1).map { part in
            part.removingPercentEncoding ?? String(part)
        }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    private func redeemCode(_ client: SandboxClient) throws -> TokenMint.Order {
        guard let text = fields.filled("code") else { throw missing("code") }
        guard let code = tenant.ledger.redeem(text), code.order.clientID == client.id else {
            throw refused(403, "invalid_grant", "Invalid authorization code")
        }
        guard let callback = fields.filled("redirect_uri") else { throw missing("redirect_uri") }
        guard callback == code.redirectURI else {
            throw refused(
                403, "invalid_grant",
                "The redirect URI is wrong. You sent \(callback), and we expected \(code.redirectURI)")
        }
        if let challenge = code.challenge {
            guard let verifier = fields.filled("code_verifier") else { throw missing("code_verifier") }
            // RFC 7636 section 4.6.
            guard Base64URL.encode(Data(SHA256.hash(data: Data(verifier.utf8)))) == challenge,
                (43...128).contains(verifier.utf8.count)
            else { throw refused(403, "invalid_grant", "Failed to verify code verifier") }
        }
        return code.order
    }

    private func pollDevice(_ client: SandboxClient) throws -> TokenMint.Order {
        guard let code = fields.filled("device_code") else { throw missing("device_code") }
        switch tenant.ledger.poll(code, by: client.id) {
        case .unknown: throw refused(403, "invalid_grant", "Invalid or expired device code.")
        case .early(let interval):
            let text = "You are polling faster than the specified interval of \(interval) seconds."
            throw Refused(failure: .slowDown.describing(text))
        case .expired: throw Refused(failure: .expiredToken)
        case .decided(let device):
            switch device.verdict {
            case .pending: throw Refused(failure: .authorizationPending)
            case .denied: throw refused(403, "access_denied", "User cancelled the confirmation prompt.")
            case .approved(let user):
                return TokenMint.Order(
                    user: user, clientID: client.id, issuer: request.origin, scope: device.scope,
                    audience: device.audience)
            }
        }
    }

    private func checkPassword(_ client: SandboxClient, _ grant: SandboxGrant) throws -> TokenMint.Order {
        guard let username = fields.filled("username") else { throw missing("username") }
        guard let password = fields.filled("password") else { throw missing("password") }
        if grant == .passwordRealm {
            guard let realm = fields.filled("realm") else { throw missing("realm") }
            guard realm == tenant.settings.realm else { throw refused(403, "access_denied", "Unknown realm") }
        } else if !tenant.script.hasDefaultDirectory {
            throw Refused(failure: .noDefaultConnection)
        }
        let audience = fields.filled("audience")
        if let audience, !tenant.settings.audiences.contains(audience) {
            throw refused(403, "access_denied", "Service not found: \(audience)")
        }
        guard let user = tenant.user(username, password: password) else { throw Refused(failure: .invalidGrant) }
        return TokenMint.Order(
            user: user, clientID: client.id, issuer: request.origin, scope: fields["scope"] ?? "", audience: audience)
    }

    private func missing(_ name: String) -> Refused {
        refused(400, "invalid_request", "Missing required parameter: \(name)")
    }

    private func refused(_ status: Int, _ error: String, _ description: String) -> Refused {
        Refused(failure: SandboxFailure(status: status, error: error, description: description))
    }
}
