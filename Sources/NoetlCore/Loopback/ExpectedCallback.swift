import Foundation

/// What the listener expects of a redirect, and its judgement of each one, as a pure function.
struct ExpectedCallback: Sendable {
    let state: Secret
    /// The issuer that RFC 9207's `iss` must name when it is there.
    let issuer: String

    /// What a query with this login's path amounts to.
    enum Judgement: Sendable, Equatable {
        /// Not this login's `state`.
        case stranger
        /// The right state, but not one code or one error.
        case malformed
        /// The end of the wait: a code.
        case code(Secret)
        /// The end of the wait: the tenant, or a wrong issuer, said no.
        case refused(Refusal)
    }

    /// Why a redirect ended the wait without a code.
    enum Refusal: Sendable, Equatable {
        case wrongIssuer(String)
        case error(String, description: String?)
    }

    /// Judges the raw query of a request for the callback path; `state` comes before everything else.
    func judge(query: some StringProtocol) -> Judgement {
        guard let pairs = PercentEncoding.pairs(of: query) else { return .stranger }
        let values = { (name: String) in pairs.filter { $0.name == name }.map(\.value) }
        let states = values("state")
        guard states.count == 1, Secret(states[0]) == state else { return .stranger }
        let codes = values("code"), errors = values("error"), issuers = values("iss")
        guard codes.count + errors.count == 1, (codes + errors)[0] != "", issuers.count <= 1 else { return .malformed }
        if let named = issuers.first, named != issuer { return .refused(.wrongIssuer(named)) }
        if let error = errors.first { return .refused(.error(error, description: values("error_description").first)) }
        return .code(Secret(codes[0]))
    }
}
