import Foundation

/// What a gateway says about itself and the Auth0 application that belongs to it; all text is cleaned.
public struct RuntimeContract: Sendable, Equatable {
    /// The gateway's version; nil when it does not say.
    public let gatewayVersion: String?
    /// The application that logins use; nothing in it when the deployment has none.
    public let auth0: Auth0Settings

    /// A contract of these parts.
    public init(gatewayVersion: String? = nil, auth0: Auth0Settings = Auth0Settings()) {
        self.gatewayVersion = gatewayVersion
        self.auth0 = auth0
    }

    init(json: [String: Any]) {
        let auth0 = json["auth0"] as? [String: Any]
        let text = { (value: Any?) -> String? in
            let cleaned = Redaction.cleaned(value as? String ?? "")
            return cleaned.isEmpty ? nil : cleaned
        }
        gatewayVersion = text(json["gateway_version"])
        self.auth0 = Auth0Settings(
            domain: text(auth0?["domain"]), clientID: text(auth0?["client_id"]),
            redirectURI: text(auth0?["redirect_uri"]), audience: text(auth0?["audience"]))
    }
}

extension GatewayClient {
    /// Asks what the gateway is and which Auth0 application belongs to it; no secret is sent.
    ///
    /// - Throws: `gateway_error`, `network`, `tls`, `cancelled`.
    public func contract() async throws(NoetlError) -> RuntimeContract {
        let response = try await get("/api/runtime/contract")
        guard response.status == 200 else {
            throw GatewayRefusal(response, base, hiding: nil).error("The gateway did not tell its settings.")
        }
        guard let body = JSONObject(response.body), body["gateway_version"] != nil || body["contract_version"] != nil
        else { throw .unreadableGatewayAnswer(base, response.status) }
        for (name, value) in body["auth0"] as? [String: Any] ?? [:] where RuntimeContract.isHostile(value) {
            throw NoetlError(
                .gatewayError, what: "The gateway's settings were not taken.",
                why:
                    "`\(Redaction.cleaned(name, limit: 40))` of its contract is not a plain line of text.",
                next: "Check that \(base) is the right address, and tell whoever runs the gateway.")
        }
        return RuntimeContract(json: body)
    }
}

extension RuntimeContract {
    /// Whether cleaning would make another value of it, which nobody meant; a missing one is none.
    fileprivate static func isHostile(_ value: Any) -> Bool {
        if value is NSNull { return false }
        guard let text = value as? String else { return true }
        return text.trimmingCharacters(in: .whitespaces) != Redaction.cleaned(text)
    }
}
