import Foundation

/// The checks of an ID token that came from the tenant, before it goes to the gateway (OpenID Connect Core 3.1.3.7).
struct IDToken {
    /// How far the clocks of tenant and this machine may be apart.
    static let leeway: TimeInterval = 60

    /// Checks form, algorithm, issuer, audience, expiry and, when one was sent, the nonce.
    ///
    /// - Throws: `token_invalid` for the first thing that is wrong.
    static func check(
        _ token: Secret, for application: Auth0Application, nonce: Secret?, at now: Date
    ) throws(NoetlError) {
        guard let jwt = JSONWebToken(token.reveal()) else {
            throw .idToken("It is not a JSON Web Token of three parts.")
        }
        guard let algorithm = jwt.algorithm, algorithm.lowercased() != "none" else {
            throw .idToken("It is not signed (alg 'none').")
        }
        let issuer = application.domain.issuer
        guard jwt.claims.iss == issuer else {
            throw .idToken("Its issuer is '\(shown(jwt.claims.iss))', not '\(issuer)'.")
        }
        guard let audience = jwt.claims.aud?.values, audience.contains(application.clientID) else {
            let found = shown(jwt.claims.aud?.values.joined(separator: ", "))
            throw .idToken(
                "Its audience is '\(found)', not the client ID '\(Redaction.cleaned(application.clientID))'.")
        }
        guard let expiry = jwt.claims.exp, expiry.isFinite else { throw .idToken("It has no expiry time.") }
        guard now.timeIntervalSince1970 - expiry < leeway else {
            throw .idToken(
                "It expired \(Ago.text(now.timeIntervalSince1970 - expiry)) ago; is this machine's clock right?")
        }
        if let nonce {
            guard let found = jwt.claims.nonce, Secret(found) == nonce else {
                throw .idToken("Its nonce is not the one of this login.")
            }
        }
    }

    private static func shown(_ text: String?) -> String { text.map { Redaction.cleaned($0, limit: 80) } ?? "(none)" }
}

extension NoetlError {
    fileprivate static func idToken(_ why: String) -> NoetlError {
        NoetlError(
            .tokenInvalid, what: "The tenant's ID token was refused and not sent to the gateway.", why: why,
            next: "Check the Auth0 domain and client ID of the context, and log in again.")
    }
}

/// Lengths of time in the two largest units, for sentences.
public enum Ago {
    /// `3d 4h`, `7h 59m`, `4m 10s`, `12s`; negative lengths count as zero.
    public static func text(_ seconds: TimeInterval) -> String {
        // The bound keeps absurd dates of others from trapping in the conversion.
        let whole = Int(max(0, min(seconds, 1e11)))
        let units = [(whole / 86_400, "d"), (whole / 3_600 % 24, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")]
        guard let first = units.firstIndex(where: { $0.0 > 0 }) else { return "0s" }
        return units[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
