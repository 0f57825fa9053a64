import NoetlCore
import Testing

/// A secret is shown to nobody who does not ask for it by name.
@Suite struct SecretTests {
    private let secret = Secret("canary-0123456789")

    @Test func `It gives its value only when asked to reveal it`() {
        #expect(secret.reveal() == "canary-0123456789")
    }

    @Test func `No way of printing shows it`() {
        var dumped = ""
        dump(secret, to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), secret.debugDescription, dumped,
            "\(Optional(secret) as Any)", "\([secret])", "\(["a": secret])",
            String(describing: Mirror(reflecting: secret)),
        ]
        for text in texts { #expect(!text.contains("canary")) }
        #expect("\(secret)" == "‹hidden›")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func `No value that holds one shows it`() throws {
        let session = GatewaySession(
            token: secret, expiresAt: nil, user: GatewayUser(email: "you@example.com"),
            answer: Secret(#"{"session_token":"canary-0123456789"}"#))
        let application = Auth0Application(
            domain: try Auth0Domain("acme.us.auth0.com"), clientID: "abc", clientSecret: secret)
        var overrides = LoginRequest.Overrides()
        overrides.auth0ClientSecret = secret
        let request = LoginRequest(
            mode: .password(email: "you@example.com", password: secret, realm: nil),
            context: ContextSelection(flag: nil, environment: Environment([:])), overrides: overrides)
        let source = SessionSource(token: secret, origin: .flag)
        let context = Context(name: "a", session: CachedSession(token: secret))
        let change = ContextChange.session(CachedSession(token: secret))
        let values: [Any] = [
            session, application, request, source, context, change, LoginMode.token(secret), LoginInput.token(secret),
            LoginMode.callbackURL(secret),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!dumped.contains("canary"))
            #expect(!"\(value)".contains("canary"))
            #expect(!String(reflecting: value).contains("canary"))
        }
    }

    @Test(arguments: [
        ("", "[redacted]"), ("a", "[redacted]"), ("123456789012", "[redacted]"), ("1234567890123", "123456...0123"),
        ("69dd6f8a7621ca3cd1e8924460842bc6", "69dd6f...2bc6"), ("\u{1B}[31m901234567890", "[31m9...7890"),
        ("日本語日本語日本語日本語日", "日本語日本語...日本語日"),
    ])
    func `The mask keeps six and four characters of a long one and none of a short one`(value: String, mask: String) {
        #expect(Secret(value).masked == mask)
    }

    @Test func `Secrets are equal when their bytes are`() {
        #expect(Secret("abc") == Secret("abc"))
        #expect(Secret("abc") != Secret("abd"))
        #expect(Secret("abc") != Secret("ab"))
        #expect(Secret("") == Secret(""))
        #expect(Secret("") != Secret("\u{0}"))
        // The same character in two spellings is not the same secret.
        #expect(Secret("\u{E9}") != Secret("e\u{301}"))
    }

    @Test func `An empty one says so`() {
        #expect(Secret("").isEmpty)
        #expect(!Secret(" ").isEmpty)
    }
}
