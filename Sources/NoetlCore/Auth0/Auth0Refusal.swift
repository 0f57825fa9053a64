import Foundation

/// A "no" of the tenant (RFC 6749 5.2) and the words for it.
struct Auth0Refusal: Sendable, Equatable {
    /// Which login the refusal answered, since the same code means different things.
    enum Grant { case code, device, password }

    private static let redirect = 302

    let status: Int
    /// The `error` field; nil when the answer had none.
    let error: String?
    /// The `error_description`, cleaned; shown, never parsed.
    let description: String
    /// `X-RateLimit-Reset`, seconds since 1970.
    let rateLimitReset: Date?

    /// Reads a refusal; `secrets` are what the request carried, in case the answer repeats them.
    init(_ response: HTTPResponse, hiding secrets: [Secret]) {
        // Not JSON: the tenant gave no reason, which is told apart below.
        let body = (try? JSONSerialization.jsonObject(with: response.body)) as? [String: Any]
        status = response.status
        let said = Redaction.cleaned(body?["error"] as? String ?? "", hiding: secrets, limit: 60)
        error = said.isEmpty ? nil : said
        description = Redaction.cleaned(body?["error_description"] as? String ?? "", hiding: secrets)
        // A time before 2100, or it is no time that anybody could wait for.
        rateLimitReset = response.header("X-RateLimit-Reset").flatMap(Double.init)
            .flatMap { (0...4_102_444_800).contains($0) ? Date(timeIntervalSince1970: $0) : nil }
    }

    /// What a redirect carried (RFC 6749 4.1.2.1).
    init(error: String, description: String?) {
        status = Self.redirect
        self.error = Redaction.cleaned(error, limit: 60)
        self.description = Redaction.cleaned(description ?? "")
        rateLimitReset = nil
    }

    /// Whether the refusal came by the browser, so that a person said no, and not the application's settings.
    private var isRedirect: Bool { status == Self.redirect }

    /// The error to show: it switches on `error`; the description is only quoted.
    func noetlError(for grant: Grant, _ application: Auth0Application) -> NoetlError {
        switch error {
        case "invalid_grant" where grant == .password:
            return make(
                .auth0Error, "Wrong email or password.", next: "Try again, or reset the password in the browser.")
        case "invalid_grant":
            return make(.auth0Error, "The code was used or has expired.", next: "Start the login again.")
        case "too_many_attempts":
            return make(
                .auth0Error, "The account is blocked after too many attempts.",
                next: "See the unblock mail that Auth0 sent, then log in again.")
        case "unauthorized_client":
            let (other, mode) = grant == .code ? ("--browser", "a device code") : ("--browser-pkce", "the browser")
            let enable = "Enable it under Grant Types (\(application.settingsPlace))"
            return make(
                .auth0Error, "This application does not allow the \(Self.name(of: grant)) grant.",
                next: "\(enable), or use \(other).", nextOnScreen: "\(enable), or use \(mode).")
        case "access_denied" where grant != .device && !isRedirect:
            return make(
                .denied, "The login was denied.",
                next: "Check the application type and client secret, or a rule or action of the tenant.")
        case "access_denied":
            return make(
                .denied, "The request was denied.",
                next: "Start the login again and allow it, or check a rule or action of the tenant.")
        case "mfa_required":
            return make(
                .auth0Error, "This account needs MFA, which a password login cannot do.",
                next: "Use --browser-pkce or --browser.", nextOnScreen: "Use the browser or a device code.")
        case "password_leaked":
            return make(
                .auth0Error, "This password is known from a breach, and the tenant refuses it.",
                next: "Reset the password, then log in again.")
        case "server_error" where grant == .password:
            return make(
                .auth0Error, "The tenant could not check the password.",
                next: "Set the tenant's Default Directory, or pass --realm <CONNECTION>.")
        case "expired_token":
            return .deviceCodeExpired
        default: return unnamed(grant)
        }
    }

    /// Refusals without a row of their own.
    private func unnamed(_ grant: Grant) -> NoetlError {
        if status == 429 {
            let until = rateLimitReset.map { "Wait until \($0.formatted(.iso8601)), then try again." }
            return make(
                .auth0Error, "The tenant limits the rate of requests.", next: until ?? "Wait a minute, then try again.")
        }
        guard let error else {
            return NoetlError(
                .auth0Error, what: "The login failed at the tenant.",
                why: "The tenant answered \(status) without a reason.",
                next: grant == .password && status < 500
                    ? "Check email and password; if they are right, check the Auth0 domain of the context."
                    : "Try again; if it happens again, check the Auth0 domain of the context and the tenant's status page."
            )
        }
        return NoetlError(
            .auth0Error, what: "The tenant refused the login: \(error).",
            why: description,
            next: "Check the context's Auth0 settings (noetl context current) and the tenant's logs.",
            nextOnScreen: "Check the context's Auth0 settings and the tenant's logs.")
    }

    private func make(
        _ code: NoetlError.Code, _ what: String, next: String, nextOnScreen: String? = nil
    ) -> NoetlError {
        let quoted = description.isEmpty ? "" : "Auth0 says: \(description)"
        return NoetlError(code, what: what, why: quoted, next: next, nextOnScreen: nextOnScreen)
    }

    private static func name(of grant: Grant) -> String {
        switch grant {
        case .code: "authorization code"
        case .device: "device code"
        case .password: "password"
        }
    }
}

extension NoetlError {
    static let deviceCodeExpired = NoetlError(
        .deviceExpired, what: "The code expired.", why: "Nobody entered it in time.", next: "Start the login again.")

    /// It ran out while nothing could be heard of it.
    static let deviceCodeForgotten = NoetlError(
        .deviceExpired, what: "The code expired.",
        why: "The tenant could not be reached at the end, so nobody knows whether it was entered.",
        next: "Check the network, and start the login again.")

    static func unreadableTenantAnswer(_ status: Int) -> NoetlError {
        NoetlError(
            .auth0Error, what: "The tenant's answer could not be read.",
            why: "It answered \(status) with something that is not the JSON of an Auth0 tenant.",
            next: "Check the Auth0 domain of the context.")
    }

    static func noIDToken(_ what: String) -> NoetlError {
        NoetlError(
            .tokenInvalid, what: "The tenant sent no ID token.",
            why: "\(what) An access token is not a substitute here.",
            next: "Enable the 'openid' scope for the application, and log in again.")
    }
}
