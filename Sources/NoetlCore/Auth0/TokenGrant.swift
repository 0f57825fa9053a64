import Foundation

/// A token that the person already has; the gateway judges it, only an expired one is not worth the journey.
struct TokenGrant: Grant {
    let obtained: Secret
    let world: World

    func token(report: @escaping LoginNews) async throws(NoetlError) -> Secret {
        guard !obtained.isEmpty else {
            throw NoetlError(
                .tokenInvalid, what: "There was no token to log in with.", why: "The value given is empty.",
                next: "Pass an Auth0 ID or access token, or log in with --browser-pkce.",
                nextOnScreen: "Paste an Auth0 ID or access token, or log in with the browser.")
        }
        let over = JSONWebToken(obtained.reveal())?.claims.exp.map { world.now().timeIntervalSince1970 - $0 } ?? -1
        guard over <= 0 else {
            throw NoetlError(
                .tokenInvalid, what: "The token was not sent to the gateway.", why: "It expired \(Ago.text(over)) ago.",
                next: "Get a fresh one, or log in with --browser-pkce.",
                nextOnScreen: "Get a fresh one, or log in with the browser.")
        }
        return obtained
    }
}
