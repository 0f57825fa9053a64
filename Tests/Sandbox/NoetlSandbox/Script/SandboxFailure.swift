import Foundation

/// A refusal in the shape of the endpoint it is scripted for.
///
/// The tenant writes `{"error","error_description"}` (RFC 6749 section 5.2), at `/authorize` as a redirect; the gateway
/// writes `{"error": <description>}`.
public struct SandboxFailure: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// The value of `error`.
    public var error: String
    /// The value of `error_description`; nil leaves the field out.
    public var description: String?
    /// More response headers, names in lower case.
    public var headers: [String: String]
    /// More members of the JSON object.
    public var fields: [String: JSONValue]

    /// A refusal with everything chosen by the caller.
    public init(
        status: Int, error: String, description: String?, headers: [String: String] = [:],
        fields: [String: JSONValue] = [:]
    ) {
        self.status = status
        self.error = error
        self.description = description
        self.headers = headers
        self.fields = fields
    }

    /// The same refusal with another description, such as `SandboxScript.hostileText`.
    public func describing(_ description: String?) -> SandboxFailure {
        SandboxFailure(status: status, error: error, description: description, headers: headers, fields: fields)
    }

    /// The tenant's JSON answer.
    var tenantAnswer: Answer {
        var members = fields
        members["error"] = .string(error)
        members["error_description"] = description.map { .string($0) }
        return .json(.object(members), status: status, headers: headers)
    }

    /// The gateway's JSON answer.
    var gatewayAnswer: Answer {
        var members = fields
        members["error"] = .string(description ?? error)
        return .json(.object(members), status: status, headers: headers)
    }
}

extension SandboxFailure {
    /// The device code is not approved yet (RFC 8628 section 3.5).
    public static let authorizationPending = SandboxFailure(
        status: 403, error: "authorization_pending", description: "User has yet to authorize device code.")
    /// The device polls faster than its interval (RFC 8628 section 3.5).
    public static let slowDown = SandboxFailure(
        status: 429, error: "slow_down",
        description: "You are polling faster than the specified interval of 5 seconds.")
    /// The device code is over (RFC 8628 section 3.5).
    public static let expiredToken = SandboxFailure(
        status: 403, error: "expired_token", description: "The device code has expired.")
    /// Wrong email or password, or a code that cannot be redeemed.
    public static let invalidGrant = SandboxFailure(
        status: 403, error: "invalid_grant", description: "Wrong email or password.")
    /// The account is blocked.
    public static let tooManyAttempts = SandboxFailure(
        status: 429, error: "too_many_attempts",
        description: "Your account has been blocked after multiple consecutive login attempts. "
            + "We've sent you an email with instructions on how to unblock it.")
    /// The grant is not enabled for the application.
    public static let unauthorizedClient = SandboxFailure(
        status: 403, error: "unauthorized_client",
        description: "Grant type 'password' not allowed for the client.")
    /// Wrong application type or client secret, or denied by a rule or by the user.
    public static let accessDenied = SandboxFailure(
        status: 401, error: "access_denied", description: "Unauthorized")
    /// The account has a second factor.
    public static let mfaRequired = SandboxFailure(
        status: 403, error: "mfa_required", description: "Multifactor authentication required",
        fields: ["mfa_token": "sandbox-mfa-token-never-shown"])
    /// The password is known from a breach.
    public static let passwordLeaked = SandboxFailure(
        status: 403, error: "password_leaked",
        description: "This login attempt has been blocked because the password you're using was previously "
            + "disclosed through a data breach (not in this application).")
    /// The tenant has no Default Directory.
    public static let noDefaultConnection = SandboxFailure(
        status: 500, error: "server_error",
        description: "Authorization server not configured with default connection.")
    /// Too many requests; the reset is a Unix time, one minute from now unless told.
    public static func rateLimited(reset: Date = Date(timeIntervalSinceNow: 60)) -> SandboxFailure {
        let time = String(Int(reset.timeIntervalSince1970))
        return SandboxFailure(
            status: 429, error: "too_many_requests", description: "Global limit has been reached",
            headers: ["x-ratelimit-limit": "10", "x-ratelimit-remaining": "0", "x-ratelimit-reset": time])
    }
    /// The gateway's auth backend did not answer in time.
    public static let gatewayBusy = SandboxFailure(
        status: 503, error: "busy",
        description: "Login auth playbook did not complete within 12s; auth backend is busy. Please retry.")

    /// The refusals above by their Auth0 code, and `gateway_busy`, for scripts in JSON.
    static func named(_ code: String) -> SandboxFailure? {
        switch code {
        case "authorization_pending": .authorizationPending
        case "slow_down": .slowDown
        case "expired_token": .expiredToken
        case "invalid_grant": .invalidGrant
        case "too_many_attempts": .tooManyAttempts
        case "unauthorized_client": .unauthorizedClient
        case "access_denied": .accessDenied
        case "mfa_required": .mfaRequired
        case "password_leaked": .passwordLeaked
        case "server_error": .noDefaultConnection
        case "too_many_requests": .rateLimited()
        case "gateway_busy": .gatewayBusy
        default: nil
        }
    }
}
