import Foundation

/// A "no" of a gateway or server and the words for it.
struct GatewayRefusal: Sendable {
    let status: Int
    let reason: String
    let base: ServerURL
    private let location: String?

    init(_ response: HTTPResponse, _ base: ServerURL, hiding secret: Secret?) {
        status = response.status
        self.base = base
        let body = JSONObject(response.body)
        let said = ["error", "message", "detail"].lazy.compactMap { body?[$0] as? String }.first
        let type = response.header("Content-Type") ?? ""
        let plain =
            body == nil && type.hasPrefix("text/plain")
            ? String(decoding: response.body.prefix(1_000), as: UTF8.self) : ""
        reason = Redaction.cleaned(said ?? plain, hiding: secret.map { [$0] } ?? [])
        location = response.header("Location").flatMap { URL(string: $0) }.flatMap { url in
            url.host().map {
                Redaction.cleaned("\(url.scheme ?? "https")://\($0)\(url.port.map { ":\($0)" } ?? "")", limit: 100)
            }
        }
    }

    /// The error of `/api/auth/login`: a 401 there refuses the Auth0 token, so it is never "session expired".
    var loginError: NoetlError {
        switch status {
        case 401, 403:
            NoetlError(
                .gatewayRefused, what: "The gateway refused the Auth0 login (\(status)).",
                why: reason.isEmpty ? "It gave no reason." : "It says: \(reason)",
                next: "Check that the gateway trusts the context's Auth0 domain, and that this user may use it.")
        case 503: error("The gateway is busy and did not log in after three tries.")
        default: error("The login at the gateway failed.")
        }
    }

    /// Any other failure, with the status and the server's reason.
    func error(_ what: String) -> NoetlError {
        let next =
            switch status {
            case 300..<400:
                "Redirects are not followed with a session" + (location.map { "; it leads to \($0)." } ?? ".")
                    + " Check the server URL of the context."
            case 400, 422: "Check the arguments of the command."
            case 403: "Ask whoever runs the gateway for the rights that this needs."
            case 404: "Check the name asked for, and that \(base) is a NoETL gateway or server."
            case 500...: "Try again; if it happens again, ask whoever runs the gateway."
            default: "Check the server URL of the context."
            }
        return NoetlError(
            .gatewayError, what: what,
            why: "\(base) answered \(status)" + (reason.isEmpty ? " without a reason." : ": \(reason)"), next: next)
    }
}

extension NoetlError {
    static func unreadableGatewayAnswer(_ base: ServerURL, _ status: Int) -> NoetlError {
        NoetlError(
            .gatewayError, what: "The gateway's answer could not be read.",
            why: "\(base) answered \(status) with something that is not the JSON of a NoETL gateway.",
            next: "Check the server URL of the context.")
    }
}
