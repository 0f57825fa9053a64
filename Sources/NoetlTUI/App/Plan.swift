import Foundation
import NoetlCore

/// What has been decided so far; going back on screen goes back to an earlier one.
struct Plan: Sendable {
    /// The context; nil before one is chosen, or when the flags need none.
    var context: Context?
    /// The mode, with what it needs as far as it is known.
    var mode: WizardSettings.Mode?
    /// The password, once it is typed.
    var password: Secret?
    /// Values that win over the context's.
    var overrides: LoginRequest.Overrides
    /// Whether the session may cross a network unencrypted.
    var allowsInsecureHTTP: Bool
    /// Whether the tenant must ask who it is.
    var forcesLogin: Bool
    /// Whether what was typed in place of a missing setting was offered to be saved.
    var hasOfferedSaving = true

    /// What the flags decided.
    init(_ settings: WizardSettings) {
        mode = settings.mode
        overrides = settings.draft.overrides
        allowsInsecureHTTP = settings.draft.allowsInsecureHTTP
        forcesLogin = settings.draft.forcesLogin
    }

    /// The gateway's address.
    var gateway: String? { overrides.serverURL ?? context?.serverURL }
    /// The tenant.
    var domain: String? { overrides.auth0Domain ?? context?.auth0.domain }
    /// The application.
    var clientID: String? { overrides.auth0ClientID ?? context?.auth0.clientID }
    /// Whether the tenant is known well enough to talk to.
    var knowsTenant: Bool { !(domain ?? "").isEmpty && !(clientID ?? "").isEmpty }
    /// What the header calls it.
    var title: String { context?.name ?? gateway ?? "" }

    /// The request that this comes to; nil while something is missing.
    func request(from draft: LoginRequest, realm: String?) -> LoginRequest? {
        let mode: LoginMode
        switch self.mode {
        case .pkce(let hint): mode = .pkce(loginHint: hint)
        case .device: mode = .device
        case .password(let email?):
            guard let password else { return nil }
            mode = .password(email: email, password: password, realm: realm)
        case .proof(let proof?): mode = Self.mode(for: proof)
        case .password, .proof, nil: return nil
        }
        var request = draft
        request.mode = mode
        if let context {
            request.context = ContextSelection(flag: context.name, environment: Environment([:]))
        }
        request.overrides = overrides
        request.allowsInsecureHTTP = allowsInsecureHTTP
        request.forcesLogin = forcesLogin
        return request
    }

    private static func mode(for proof: Secret) -> LoginMode {
        switch LoginInput(inferring: proof.reveal()) {
        case .callbackURL(let address): .callbackURL(address)
        case .token(let token): .token(token)
        case .email, nil: .token(proof)
        }
    }
}
