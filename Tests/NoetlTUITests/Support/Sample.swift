import Foundation

@testable import NoetlCore
@testable import NoetlTUI

/// Values for wizards under test.
enum Sample {
    /// When they open.
    static let start = ContinuousClock.now
    /// The same on the wall: 2026-11-23 18:13:20 UTC.
    static let wallClock = Date(timeIntervalSince1970: 1_795_457_600)
    /// A context that has all it needs.
    static let prod = Context(
        name: "gke-prod", serverURL: "https://gateway.acme.com",
        auth0: Auth0Settings(domain: "acme.us.auth0.com", clientID: "Abc123XYZ"),
        session: CachedSession(token: Secret("old"), expiresAt: wallClock + 18_720))
    /// A context that knows no application.
    static let bare = Context(name: "bare", serverURL: "https://gateway.bare.com")
    /// A context whose gateway is reached unencrypted.
    static let plain = Context(
        name: "plain", serverURL: "http://gateway.plain.com",
        auth0: Auth0Settings(domain: "acme.us.auth0.com", clientID: "Abc123XYZ"))
    /// The three of them.
    static let contexts = Contexts(current: "gke-prod", all: [prod, bare, plain])

    /// The application of `prod`.
    static func application() throws -> Auth0Application {
        Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "Abc123XYZ")
    }

    /// News of a PKCE login that waits for 300 s.
    static func preflight() throws -> LoginEvent {
        .preflight(
            Preflight(
                application: try application(), redirect: LoopbackRedirect(),
                address: try url("https://acme.us.auth0.com/authorize?state=s1"), deadline: start + .seconds(300),
                opensBrowser: true))
    }

    /// News of what the tenant says of the redirect URI.
    static func allowlist(_ verdict: AllowlistVerdict, holdsBrowser: Bool = false) throws -> LoginEvent {
        .allowlist(
            AllowlistNews(
                verdict: verdict, redirect: LoopbackRedirect(), application: try application(),
                holdsBrowser: holdsBrowser))
    }

    /// News of a device login whose code lives for 900 s.
    static func deviceCode() throws -> LoginEvent {
        .deviceCode(
            DeviceCode(
                application: try application(), userCode: "BDWP-HQPK",
                verificationURI: try url("https://acme.us.auth0.com/activate"),
                verificationURIComplete: try url("https://acme.us.auth0.com/activate?user_code=BDWP-HQPK"),
                lifetime: .seconds(900), deadline: start + .seconds(900), opensBrowser: true))
    }

    /// News that the proof goes to the gateway.
    static func exchanging() throws -> LoginEvent { .exchanging(gateway: try ServerURL("https://gateway.acme.com")) }

    /// The session of a login.
    static func outcome(savedOn context: String? = "gke-prod") throws -> LoginOutcome {
        LoginOutcome(
            session: GatewaySession(
                token: Secret("69dd6f7c4a5b4c0e8a1d2bc6"), expiresAt: wallClock + 28_740,
                user: GatewayUser(email: "you@example.com"), answer: Secret("{}")),
            gateway: try ServerURL("https://gateway.acme.com"), savedContext: context)
    }

    /// What a gateway says of itself.
    static func contract(domain: String? = "acme.us.auth0.com", client: String? = "Abc123XYZ") -> RuntimeContract {
        RuntimeContract(
            gatewayVersion: "2.1",
            auth0: Auth0Settings(
                domain: domain, clientID: client, redirectURI: "http://127.0.0.1:8765/callback",
                audience: "https://api.acme.com"))
    }

    private static func url(_ text: String) throws -> URL {
        guard let url = URL(string: text) else { throw URLError(.badURL) }
        return url
    }
}

extension WizardSettings {
    /// Settings as flags without a word leave them.
    static func sample(
        _ contexts: Contexts = Sample.contexts, flag: String? = nil, mode: Mode? = nil,
        change: (inout LoginRequest) -> Void = { _ in }
    ) -> WizardSettings {
        var draft = LoginRequest(
            mode: .device, context: ContextSelection(flag: flag, environment: Environment([:])))
        change(&draft)
        var settings = WizardSettings(draft: draft, contexts: contexts, wallClock: Sample.wallClock)
        settings.mode = mode
        return settings
    }
}
