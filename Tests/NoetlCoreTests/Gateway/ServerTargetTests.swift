import NoetlCore
import Testing

@testable import NoetlCore

/// Where a command goes, and with which session.
@Suite struct ServerTargetTests {
    private let contexts = Contexts(
        current: "prod",
        all: [
            Context(
                name: "prod", serverURL: "https://gateway.acme.com", auth0: Auth0Settings(domain: "acme.us.auth0.com"),
                session: CachedSession(token: Secret("cached-prod"))),
            Context(
                name: "stage", serverURL: "https://stage.acme.com/base",
                session: CachedSession(token: Secret("cached-stage"))),
            Context(
                name: "fresh", serverURL: "https://fresh.acme.com", auth0: Auth0Settings(domain: "acme.us.auth0.com")),
            Context(name: "direct", serverURL: "http://localhost:8082"),
            Context(name: "empty"),
        ])

    private func target(
        _ choice: ServerTarget.Choice = .init(), context: String? = nil, _ variables: [String: String] = [:],
        in contexts: Contexts? = nil
    ) throws -> ServerTarget {
        let environment = Environment(variables)
        return try ServerTarget(
            of: choice, context: ContextSelection(flag: context, environment: environment),
            in: contexts ?? self.contexts, environment: environment)
    }

    private func failure(
        _ choice: ServerTarget.Choice = .init(), context: String? = nil, _ variables: [String: String] = [:]
    ) throws -> NoetlError {
        try #require(#expect(throws: NoetlError.self) { try target(choice, context: context, variables) })
    }

    @Test func `The current context gives address and session`() throws {
        let target = try target()
        #expect(target.base.description == "https://gateway.acme.com")
        #expect(target.isGateway)
        #expect(
            target.session == SessionSource(token: Secret("cached-prod"), origin: .context("prod", isCurrent: true)))
    }

    @Test func `A named context is not the current one, and the source says so`() throws {
        let target = try target(context: "stage")
        #expect(
            target.session == SessionSource(token: Secret("cached-stage"), origin: .context("stage", isCurrent: false)))
        let fromEnvironment = try self.target(["NOETL_CONTEXT": "stage"])
        #expect(fromEnvironment.session?.token == Secret("cached-stage"))
        #expect(try self.target(context: "prod").session?.origin == .context("prod", isCurrent: true))
    }

    @Test func `The flag's token wins over the variable's, and that over the context's`() throws {
        let variables = ["NOETL_SESSION_TOKEN": "from-env"]
        #expect(try target(variables).session == SessionSource(token: Secret("from-env"), origin: .environment))
        let choice = ServerTarget.Choice(sessionToken: Secret("from-flag"))
        #expect(try target(choice, variables).session == SessionSource(token: Secret("from-flag"), origin: .flag))
    }

    @Test(arguments: [
        "https://evil.example", "https://gateway.acme.com:8443", "http://gateway.acme.com",
        "https://gateway.acme.com.evil.example",
        "https://stage.acme.com",
    ])
    func `The context's session goes to no other origin`(address: String) throws {
        for context in ["prod", nil] {
            let choice = ServerTarget.Choice(serverURL: address)
            #expect(try target(choice, context: context).session == nil)
            let declared = try failure(ServerTarget.Choice(serverURL: address, throughGateway: true), context: context)
            #expect(declared.code == .notLoggedIn)
            #expect(!declared.lines.joined().contains("cached"))
        }
    }

    @Test(arguments: [
        "https://gateway.acme.com", "https://GATEWAY.acme.com:443/", "https://gateway.acme.com/other/base",
    ])
    func `The context's session goes to its own origin under any spelling`(address: String) throws {
        let target = try target(ServerTarget.Choice(serverURL: address))
        #expect(target.session?.token == Secret("cached-prod"))
    }

    @Test func `A token of one's own goes where the flag says`() throws {
        let choice = ServerTarget.Choice(serverURL: "https://other.example", sessionToken: Secret("mine"))
        let target = try target(choice)
        #expect(target.base.origin == "https://other.example")
        #expect(target.isGateway)
        #expect(target.session?.token == Secret("mine"))
    }

    @Test func `A server URL needs no context`() throws {
        let target = try target(ServerTarget.Choice(serverURL: "http://localhost:8082"), in: Contexts())
        #expect(!target.isGateway)
        #expect(target.session == nil)
    }

    @Test func `A server without a gateway gets no session`() throws {
        let target = try target(context: "direct")
        #expect(!target.isGateway)
        #expect(target.session == nil)
    }

    @Test(arguments: [
        ("1", true), ("true", true), ("yes", true), ("0", false), ("false", false), ("NO", false), ("off", false),
    ])
    func `The variable declares a gateway`(value: String, isGateway: Bool) throws {
        let variables = ["NOETL_USE_GATEWAY": value, "NOETL_SESSION_TOKEN": "t"]
        #expect(try target(context: "direct", variables).isGateway == isGateway)
    }

    @Test func `A gateway without a session is told before anything is sent`() throws {
        let error = try failure(context: "fresh")
        #expect(error.code == .notLoggedIn)
        #expect(
            error.lines == [
                "Context 'fresh' has no gateway session.",
                "Log in: noetl auth login --browser-pkce --context fresh",
            ])
        #expect(try failure(ServerTarget.Choice(throughGateway: true), context: "direct").code == .notLoggedIn)
    }

    @Test func `What is missing or unusable is named`() throws {
        #expect(try failure(context: "nope").code == .contextNotFound)
        #expect(try failure(context: "empty").code == .missingSetting)
        #expect(try failure(ServerTarget.Choice(serverURL: "ftp://x")).code == .usage)
        #expect(throws: NoetlError.self) { try target(in: Contexts()) }
    }

    @Test(arguments: ["two words", "line\nbreak", "tab\t", "ü", "\u{0}"])
    func `A token that no header can carry is refused and not shown`(token: String) throws {
        let flag = try failure(ServerTarget.Choice(sessionToken: Secret(token)))
        #expect(flag.code == .usage && flag.what.contains("--session-token"))
        let variable = try failure(["NOETL_SESSION_TOKEN": token])
        #expect(variable.code == .usage && variable.what.contains("NOETL_SESSION_TOKEN"))
        #expect(!(flag.lines + variable.lines).joined().contains(token))
    }

    private func target(_ variables: [String: String]) throws -> ServerTarget {
        try target(.init(), context: nil, variables)
    }
    private func failure(_ variables: [String: String]) throws -> NoetlError {
        try failure(.init(), context: nil, variables)
    }
    private func target(_ choice: ServerTarget.Choice, _ variables: [String: String]) throws -> ServerTarget {
        try target(choice, context: nil, variables)
    }
    private func target(context: String, _ variables: [String: String]) throws -> ServerTarget {
        try target(.init(), context: context, variables)
    }
}
