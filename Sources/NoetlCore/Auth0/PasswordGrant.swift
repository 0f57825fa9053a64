/// The resource owner password grant (RFC 6749 4.3), with Auth0's realm extension; RFC 9700 2.4 advises against it.
struct PasswordGrant: Grant {
    let client: Auth0Client
    let email: String
    let password: Secret
    let realm: String?
    let world: World

    func token(report: @escaping LoginNews) async throws(NoetlError) -> Secret {
        let application = client.application
        let grant = realm == nil ? "password" : "http://auth0.com/oauth/grant-type/password-realm"
        var form = [
            (name: "grant_type", value: grant), ("username", email), ("password", password.reveal()),
            ("client_id", application.clientID), ("scope", loginScope),
        ]
        if let realm { form.append(("realm", realm)) }
        if let audience = application.audience { form.append(("audience", audience)) }
        if let secret = application.clientSecret { form.append(("client_secret", secret.reveal())) }
        switch try await client.tokens(form) {
        case .refused(let refusal): throw refusal.noetlError(for: .password, application)
        case .tokens(let tokens):
            guard let idToken = tokens.idToken else {
                throw .noIDToken("The password was right, but no ID token came.")
            }
            try IDToken.check(idToken, for: application, nonce: nil, at: world.now())
            return idToken
        }
    }
}
