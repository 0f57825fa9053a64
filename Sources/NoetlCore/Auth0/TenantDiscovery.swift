import Foundation

/// What a tenant publishes about itself (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2).
struct TenantDiscovery: Sendable, Equatable, Decodable {
    /// Whom its ID tokens name.
    let issuer: String
    /// The grants that it knows; nil when it does not say.
    let grantTypes: [String]?
    /// How a code challenge may be made.
    let challengeMethods: [String]?
    /// Where device codes are asked for (RFC 8628 4).
    let deviceEndpoint: String?

    /// Whether browser logins with PKCE are offered (RFC 7636).
    var offersPKCE: Bool { challengeMethods?.contains("S256") ?? false }

    /// Whether device codes are offered.
    var offersDeviceCodes: Bool {
        deviceEndpoint != nil && grantTypes?.contains("urn:ietf:params:oauth:grant-type:device_code") ?? true
    }

    private enum CodingKeys: String, CodingKey {
        case issuer
        case grantTypes = "grant_types_supported"
        case challengeMethods = "code_challenge_methods_supported"
        case deviceEndpoint = "device_authorization_endpoint"
    }
}

extension Auth0Client {
    /// Asks the tenant what it is; no secret is sent.
    ///
    /// - Throws: `auth0_error` for an answer that is none, `network`, `tls`, `cancelled`.
    func discovery() async throws(NoetlError) -> TenantDiscovery {
        let path = "/.well-known/openid-configuration"
        guard let url = application.domain.url(path) else {
            throw .invalidDomain(application.domain.description, origin: "the context", reason: "makes no address")
        }
        let response = try await http.send(HTTPRequest(.get, url, of: .tenant))
        // Not JSON, or not of this shape: it is no tenant.
        guard response.status == 200,
            let found = try? JSONDecoder().decode(TenantDiscovery.self, from: response.body)
        else {
            throw NoetlError(
                .auth0Error, what: "The tenant did not tell what it is.",
                why: "\(application.domain)\(path) answered \(response.status) without the description of a tenant.",
                next: "Check the Auth0 domain of the context.")
        }
        return found
    }
}
