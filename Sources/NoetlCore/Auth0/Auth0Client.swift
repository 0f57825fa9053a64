import Foundation

/// Speaks to one tenant: forms in, typed answers out; knows no flow.
struct Auth0Client: Sendable {
    let application: Auth0Application
    let http: any HTTPTransport

    /// What the token endpoint answered.
    enum TokenAnswer: Sendable {
        case tokens(Tokens)
        case refused(Auth0Refusal)
    }

    /// The tokens of a successful grant (RFC 6749 5.1); only the ID token is used.
    struct Tokens: Sendable {
        let idToken: Secret?
    }

    /// What the device endpoint answered (RFC 8628 3.2).
    struct DeviceAuthorization: Sendable {
        let deviceCode: Secret
        let userCode: String
        let verificationURI: URL
        let verificationURIComplete: URL?
        let expiresIn: Duration
        let interval: Duration
    }

    /// The address that the person's browser opens (RFC 6749 4.1.1).
    func authorizationURL(_ parameters: [(name: String, value: String)]) throws(NoetlError) -> URL {
        guard let url = application.domain.url("/authorize", query: parameters) else { throw unusable }
        return url
    }

    /// Asks for tokens (RFC 6749 3.2); any refusal comes back as a value, since some of them mean "wait".
    func tokens(_ form: [(name: String, value: String)]) async throws(NoetlError) -> TokenAnswer {
        let response = try await post("/oauth/token", form)
        guard response.status == 200 else { return .refused(Auth0Refusal(response, hiding: secrets(beside: form))) }
        guard let answer = try? JSONDecoder().decode(TokenBody.self, from: response.body) else {
            throw .unreadableTenantAnswer(response.status)
        }
        return .tokens(Tokens(idToken: answer.id_token.map { Secret($0) }))
    }

    /// Asks for a device and a user code (RFC 8628 3.1).
    func deviceAuthorization(
        _ form: [(name: String, value: String)]
    ) async throws(NoetlError) -> DeviceAuthorization {
        let response = try await post("/oauth/device/code", form)
        guard response.status == 200 else {
            throw Auth0Refusal(response, hiding: secrets(beside: form)).noetlError(for: .device, application)
        }
        guard let answer = try? JSONDecoder().decode(DeviceBody.self, from: response.body),
            let address = Self.page(answer.verification_uri), let lifetime = answer.expires_in, lifetime > 0,
            !answer.device_code.isEmpty, !answer.user_code.isEmpty
        else { throw .unreadableTenantAnswer(response.status) }
        return DeviceAuthorization(
            deviceCode: Secret(answer.device_code), userCode: Redaction.cleaned(answer.user_code, limit: 40),
            verificationURI: address, verificationURIComplete: answer.verification_uri_complete.flatMap(Self.page),
            expiresIn: .seconds(min(lifetime, 86_400)), interval: .seconds(max(1, min(answer.interval ?? 5, 600))))
    }

    private func post(_ path: String, _ form: [(name: String, value: String)]) async throws(NoetlError) -> HTTPResponse
    {
        guard let url = application.domain.url(path) else { throw unusable }
        let response = try await http.send(HTTPRequest(.post, url, of: .tenant, body: .form(form)))
        guard !(300..<400).contains(response.status) else {
            throw NoetlError(
                .auth0Error, what: "The tenant answered with a redirect, which is not followed.",
                why: "\(application.domain)\(path) answered \(response.status); secrets are sent to no other place.",
                next: "Check the Auth0 domain of the context.")
        }
        return response
    }

    /// What must not come back in an error: what is sent, and the client secret, which a tenant knows in any case.
    private func secrets(beside form: [(name: String, value: String)]) -> [Secret] {
        let names: Set = ["password", "code", "code_verifier", "device_code"]
        return form.filter { names.contains($0.name) }.map { Secret($0.value) }
            + [application.clientSecret].compactMap { $0 }
    }

    /// Only a web page can be shown or opened; anything else (`file:`, `javascript:`) is no address here.
    private static func page(_ text: String) -> URL? {
        guard let url = URL(string: text, encodingInvalidCharacters: false), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host(), !host.isEmpty
        else { return nil }
        return url
    }

    private var unusable: NoetlError {
        .invalidDomain(application.domain.description, origin: "the context", reason: "makes no address")
    }

    private struct TokenBody: Decodable {
        let id_token: String?
    }

    private struct DeviceBody: Decodable {
        let device_code: String
        let user_code: String
        let verification_uri: String
        let verification_uri_complete: String?
        let expires_in: Double?
        let interval: Double?
    }
}
