import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore
@testable import noetl

/// From argv to the request that the core gets.
@Suite("Login request", .timeLimit(.minutes(5)))
struct LoginRequestTests {
    /// The request of these arguments, before anybody is asked for a secret.
    private func draft(_ arguments: [String]) throws -> LoginRequest {
        let command = try parsedLogin(arguments)
        let asker = LoginAsker(flags: command.flags, surroundings: Surroundings(command.globals))
        return try asker.draft(for: try ModeChoice(command.flags))
    }

    @Test("without flags everything has its default")
    func defaults() throws {
        let request = try draft(["--browser-pkce", "--context", "a"])
        #expect(request.mode == .pkce(loginHint: nil))
        #expect(request.context.name == "a")
        #expect(request.opensBrowser)
        #expect(request.savesSession)
        #expect(request.sessionHours == 8)
        #expect(request.window == .seconds(300))
        #expect(!request.forcesLogin)
        #expect(!request.allowsInsecureHTTP)
        #expect(request.probesAllowlist)
        #expect(request.requiredUser == nil)
        var expected = LoginRequest.Overrides()
        expected.auth0ClientSecret = request.overrides.auth0ClientSecret
        #expect(request.overrides == expected)
    }

    @Test("every flag has its place in the request")
    func flags() throws {
        let request = try draft([
            "--browser", "--no-browser-open", "--no-save", "--session-duration-hours", "2", "--timeout", "17",
            "--force-login", "--insecure-http", "--no-probe", "--require-user", "you@example.com", "--server-url",
            "https://gateway.acme.com", "--auth0-domain",
            "acme.us.auth0.com", "--auth0-client-id", "Abc", "--auth0-redirect-uri", "http://127.0.0.1:9000/callback",
            "--auth0-audience", "https://api.acme.com", "--auth0-client-secret", "s3cret", "--pkce-port", "9000",
        ])
        #expect(request.mode == .device)
        #expect(!request.probesAllowlist)
        #expect(request.requiredUser == "you@example.com")
        #expect(!request.opensBrowser)
        #expect(!request.savesSession)
        #expect(request.sessionHours == 2)
        #expect(request.window == .seconds(17))
        #expect(request.forcesLogin)
        #expect(request.allowsInsecureHTTP)
        var expected = LoginRequest.Overrides()
        expected.serverURL = "https://gateway.acme.com"
        expected.auth0Domain = "acme.us.auth0.com"
        expected.auth0ClientID = "Abc"
        expected.auth0RedirectURI = "http://127.0.0.1:9000/callback"
        expected.auth0Audience = "https://api.acme.com"
        expected.auth0ClientSecret = Secret("s3cret")
        expected.pkcePort = 9000
        #expect(request.overrides == expected)
    }

    @Test(
        "--context counts before and after the subcommand, and the last one wins",
        arguments: [
            (["--context", "a", "auth", "login", "--browser"], "a"),
            (["auth", "--context", "a", "login", "--browser"], "a"),
            (["auth", "login", "--browser", "--context", "a"], "a"),
            (["--context", "a", "auth", "login", "--browser", "--context", "b"], "b"),
            (["--context=a", "auth", "login", "--context=b", "--browser"], "b"),
        ])
    func context(_ argv: [String], _ name: String) throws {
        let command = try #require(try Noetl.parseAsRoot(argv) as? AuthLogin)
        #expect(command.globals.context == name)
    }

    @Test("the flag beats NOETL_CONTEXT, which beats the current context")
    func selection() {
        let environment = Environment(["NOETL_CONTEXT": "variable"])
        let flag = ContextSelection(flag: "flag", environment: environment)
        #expect(flag.name == "flag" && flag.source == .flag)
        let variable = ContextSelection(flag: nil, environment: environment)
        #expect(variable.name == "variable" && variable.source == .environment)
        let current = ContextSelection(flag: nil, environment: Environment(["NOETL_CONTEXT": ""]))
        #expect(current.name == nil && current.source == .current)
    }

    @Test("--pkce-port must agree with the port of --auth0-redirect-uri", arguments: [(9001, false), (9000, true)])
    func ports(_ port: Int, _ agrees: Bool) throws {
        let request = try draft([
            "--pkce", "--pkce-port", "\(port)", "--auth0-redirect-uri", "http://127.0.0.1:9000/callback",
        ])
        let resolve = {
            _ = try LoginTarget(
                of: request,
                in: Contexts(
                    current: "a",
                    all: [
                        Context(
                            name: "a", serverURL: "https://gateway.acme.com",
                            auth0: Auth0Settings(domain: "acme.us.auth0.com", clientID: "Abc"))
                    ]))
        }
        if agrees { return try resolve() }
        let error = try failure { try resolve() }
        #expect(error.code == .usage)
        #expect(error.what.contains("--pkce-port") && error.what.contains("--auth0-redirect-uri"))
    }
}
