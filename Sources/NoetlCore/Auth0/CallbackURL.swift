import Foundation

/// The address that an application was redirected to after a sign-in, pasted by the person.
struct CallbackURL {
    /// The token in the address; an ID token wins over an access token, the fragment over the query.
    ///
    /// - Throws: `auth0_error` for an `error=`, `usage` for a `code=` (only the login that asked for it can redeem it)
    ///   and for anything without a token. The address is never quoted.
    static func token(in address: Secret) throws(NoetlError) -> Secret {
        let text = address.reveal().trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts[0].split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        guard let inFragment = PercentEncoding.pairs(of: parts.count > 1 ? parts[1] : ""),
            let inQuery = PercentEncoding.pairs(of: query)
        else { throw noToken("Its percent-encoding is broken.") }
        let pairs = inFragment + inQuery
        let value = { (name: String) in pairs.first { $0.name == name && !$0.value.isEmpty }?.value }
        if let token = value("id_token") ?? value("access_token") { return Secret(token) }
        if let error = value("error") { throw refused(error, description: value("error_description")) }
        guard value("code") == nil else {
            throw NoetlError(
                .usage, what: "The callback URL holds a code, not a token.",
                why: "A code can only be redeemed by the login that asked for it.",
                next: "Log in with --browser-pkce, or paste an address with #id_token=.",
                nextOnScreen: "Log in with the browser, or paste an address with #id_token=.")
        }
        throw noToken("It has neither id_token nor access_token.")
    }

    private static func refused(_ error: String, description: String?) -> NoetlError {
        let said = Redaction.cleaned(description ?? "")
        return NoetlError(
            error == "access_denied" ? .denied : .auth0Error,
            what: "Auth0 refused the sign-in: \(Redaction.cleaned(error, limit: 60)).",
            why: said.isEmpty ? "" : "Auth0 says: \(said)", next: "Sign in again and copy the new address.")
    }

    private static func noToken(_ why: String) -> NoetlError {
        NoetlError(
            .usage, what: "The callback URL holds no token.", why: why,
            next: "Copy the whole address, like https://app.acme.com/login#id_token=..., in quotes.")
    }
}
