import NoetlCore
import Testing

@testable import NoetlCore

/// Where a login goes: flag before context before default, and nothing that must not be.
@Suite struct LoginTargetTests {
    private static let full = Context(
        name: "prod", serverURL: "https://gateway.acme.com",
        auth0: Auth0Settings(
            domain: "acme.us.auth0.com", clientID: "abc", redirectURI: "https://app.acme.com/login",
            audience: "https://api.acme.com", clientSecret: Secret("hush")))

    private func target(
        _ mode: LoginMode = .pkce(loginHint: nil), context: Context? = full, name: String? = nil, saves: Bool = true,
        isCurrent: Bool = true, _ change: (inout LoginRequest) -> Void = { _ in }
    ) throws -> LoginTarget {
        let contexts = Contexts(current: isCurrent ? context?.name : nil, all: context.map { [$0] } ?? [])
        var request = LoginRequest(mode: mode, context: ContextSelection(flag: name, environment: Environment([:])))
        request.savesSession = saves
        change(&request)
        return try LoginTarget(of: request, in: contexts)
    }

    private func failure(
        _ mode: LoginMode = .pkce(loginHint: nil), context: Context? = full, name: String? = nil, saves: Bool = true,
        _ change: (inout LoginRequest) -> Void = { _ in }
    ) throws -> NoetlError {
        try #require(
            #expect(throws: NoetlError.self) { try target(mode, context: context, name: name, saves: saves, change) })
    }

    private func context(redirect: String?) -> Context {
        Context(
            name: "prod", serverURL: "https://gateway.acme.com",
            auth0: Auth0Settings(domain: "acme.us.auth0.com", clientID: "abc", redirectURI: redirect))
    }

    @Test func `Everything comes from the context`() throws {
        let target = try target()
        #expect(target.context == Self.full)
        #expect(target.gateway.description == "https://gateway.acme.com")
        #expect(target.domain?.description == "acme.us.auth0.com")
        #expect(target.clientID == "abc")
        #expect(target.audience == "https://api.acme.com")
        #expect(target.clientSecret == Secret("hush"))
        #expect(!target.learnsDomain)
    }

    @Test func `A flag wins over the context`() throws {
        let target = try target { request in
            request.overrides.auth0Domain = "other.eu.auth0.com"
            request.overrides.auth0ClientID = "xyz"
            request.overrides.auth0Audience = "https://other.example"
            request.overrides.auth0ClientSecret = Secret("louder")
            request.overrides.serverURL = "https://GATEWAY.acme.com:443/base"
        }
        #expect(target.domain?.description == "other.eu.auth0.com")
        #expect(target.clientID == "xyz")
        #expect(target.audience == "https://other.example")
        #expect(target.clientSecret == Secret("louder"))
        #expect(target.gateway.description == "https://GATEWAY.acme.com:443/base")
        #expect(!target.learnsDomain)
    }

    @Test(
        arguments: [
            (nil, "http://127.0.0.1:8765/callback"), ("https://app.acme.com/login", "http://127.0.0.1:8765/callback"),
            ("http://localhost:9000/cb", "http://localhost:9000/cb"), ("http://[::1]:9000/cb", "http://[::1]:9000/cb"),
            ("http://127.0.0.1/callback", "http://127.0.0.1:8765/callback"),
            ("http://app.acme.com:8765/callback", "http://127.0.0.1:8765/callback"),
            ("https://127.0.0.1:9000/callback", "http://127.0.0.1:8765/callback"),
            ("rubbish", "http://127.0.0.1:8765/callback"),
        ] as [(String?, String)])
    func `The context's redirect counts when a listener can serve it`(known: String?, expected: String) throws {
        #expect(try target(context: context(redirect: known)).redirect.description == expected)
    }

    @Test func `The port flag wins over the context's redirect, and the redirect flag over both`() throws {
        let context = context(redirect: "http://localhost:9000/cb")
        #expect(
            try target(context: context) { $0.overrides.pkcePort = 7000 }.redirect.description
                == "http://127.0.0.1:7000/callback")
        let named = try target(context: context) { request in
            request.overrides.auth0RedirectURI = "http://localhost:7001/x"
            request.overrides.pkcePort = 7001
        }
        #expect(named.redirect.description == "http://localhost:7001/x")
    }

    @Test(arguments: [
        "https://127.0.0.1:8765/callback", "http://127.0.0.1/callback", "http://app.acme.com:8765/callback", "rubbish",
        "",
        "http://192.168.0.1:8765/callback",
    ])
    func `A redirect flag that no listener can serve is a usage error`(text: String) throws {
        let error = try failure { $0.overrides.auth0RedirectURI = text }
        #expect(error.code == .usage)
        #expect(error.what.contains("--auth0-redirect-uri"))
    }

    @Test func `A port flag that disagrees with the redirect flag is a usage error`() throws {
        let error = try failure { request in
            request.overrides.auth0RedirectURI = "http://127.0.0.1:9000/callback"
            request.overrides.pkcePort = 9001
        }
        #expect(error.code == .usage)
        #expect(error.why.contains("9000") && error.why.contains("9001"))
    }

    @Test(arguments: [
        "https://other.example", "https://gateway.acme.com:8443", "https://gateway.acme.com.evil.example",
    ])
    func `A session of another origin cannot be saved, but had`(address: String) throws {
        let error = try failure { $0.overrides.serverURL = address }
        #expect(error.code == .usage)
        #expect(error.next.contains("--no-save"))
        #expect(try target(saves: false) { $0.overrides.serverURL = address }.gateway.description == address)
    }

    @Test(arguments: [
        ("http://gateway.acme.com", false), ("http://192.168.0.1:8082", false), ("http://127.0.0.1:8082", true),
        ("http://localhost:8082", true), ("http://[::1]:8082", true), ("https://gateway.acme.com", true),
    ])
    func `An unencrypted gateway elsewhere needs leave`(address: String, isFine: Bool) throws {
        let context = Context(name: "prod", serverURL: address, auth0: Self.full.auth0)
        if isFine {
            #expect(try target(context: context).gateway.description == address)
        } else {
            let error = try failure(context: context)
            #expect(error.code == .usage)
            #expect(error.next.contains("--insecure-http"))
        }
        #expect(try target(context: context) { $0.allowsInsecureHTTP = true }.gateway.description == address)
    }

    @Test func `A server URL, a domain and a client ID without saving need no context`() throws {
        let target = try target(context: nil, saves: false) { request in
            request.overrides.serverURL = "https://gateway.acme.com"
            request.overrides.auth0Domain = "acme.us.auth0.com"
            request.overrides.auth0ClientID = "abc"
        }
        #expect(target.context == nil)
        #expect(!target.learnsDomain)
        #expect(try target.application.clientID == "abc")
    }

    @Test func `A named context must exist even when nothing of it is needed`() throws {
        let error = try failure(name: "nope", saves: false) { request in
            request.overrides.serverURL = "https://gateway.acme.com"
            request.overrides.auth0Domain = "acme.us.auth0.com"
            request.overrides.auth0ClientID = "abc"
        }
        #expect(error.code == .contextNotFound)
    }

    @Test func `What is missing is named with the command that sets it`() throws {
        let bare = Context(name: "my prod", serverURL: "https://gateway.acme.com")
        let domain = try failure(context: bare)
        #expect(domain.code == .missingSetting)
        #expect(domain.next == "Set it:  noetl context update 'my prod' --auth0-domain=<domain>")
        let clientID = try failure(context: bare) { $0.overrides.auth0Domain = "acme.us.auth0.com" }
        #expect(clientID.code == .missingSetting)
        #expect(clientID.next == "Set it:  noetl context update 'my prod' --auth0-client-id=<id>")
        let server = try failure(context: Context(name: "prod"))
        #expect(server.code == .missingSetting)
        #expect(server.next == "Set it:  noetl context update prod --server-url=<url>")
        let loose = try failure(context: nil, saves: false) { $0.overrides.serverURL = "https://gateway.acme.com" }
        #expect(loose.code == .missingSetting)
        #expect(loose.next == "Pass --auth0-domain <domain>.")
        #expect(try failure(context: nil).code == .contextNotFound)
    }

    @Test func `A token needs neither domain nor client ID`() throws {
        let bare = Context(name: "prod", serverURL: "https://gateway.acme.com")
        #expect(try target(.token(Secret("t")), context: bare).domain == nil)
        #expect(try target(.callbackURL(Secret("t")), context: bare).clientID == nil)
    }

    @Test func `A domain from a flag is learned where the context has none`() throws {
        let bare = Context(name: "prod", serverURL: "https://gateway.acme.com")
        #expect(
            try target(.token(Secret("t")), context: bare) { $0.overrides.auth0Domain = "a.auth0.com" }.learnsDomain)
        #expect(try !target(.token(Secret("t"))) { $0.overrides.auth0Domain = "a.auth0.com" }.learnsDomain)
        #expect(try !target(.token(Secret("t")), context: bare).learnsDomain)
    }

    @Test func `A broken domain is blamed on where it stands`() throws {
        let broken = Context(
            name: "prod", serverURL: "https://gateway.acme.com",
            auth0: Auth0Settings(domain: "acme.com/path", clientID: "a"))
        #expect(try failure(context: broken).what.contains("context 'prod'"))
        #expect(try failure { $0.overrides.auth0Domain = "$(id)" }.what.contains("--auth0-domain"))
    }
}
