import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What a gateway's contract makes of a context.
@Suite struct ContextProposalTests {
    private static let full = Auth0Settings(
        domain: "acme.us.auth0.com", clientID: "Abc123XYZ", redirectURI: "https://app.acme.com/login",
        audience: "https://api.acme.com")
    private let gateway: ServerURL

    init() throws { gateway = try ServerURL("https://gateway.acme.com") }

    private func proposal(
        _ auth0: Auth0Settings, domain: String? = nil, clientID: String? = nil
    ) throws(NoetlError) -> ContextProposal {
        try ContextProposal(
            gateway: gateway, contract: RuntimeContract(auth0: auth0), domain: domain, clientID: clientID)
    }

    private func context(server: String, client: String = "Abc123XYZ") -> Context {
        Context(
            name: "p", serverURL: server, runtime: "auto",
            auth0: Auth0Settings(
                domain: "acme.us.auth0.com", clientID: client, audience: "old", clientSecret: Secret("canary")),
            session: CachedSession(token: Secret("canary"), user: "me"))
    }

    @Test("a new context gets what the contract has")
    func new() throws {
        #expect(
            try proposal(Self.full).change(replacing: nil)
                == ContextChange([
                    .serverURL: .set("https://gateway.acme.com"), .runtime: .set("distributed"),
                    .auth0Domain: .set("acme.us.auth0.com"), .auth0ClientID: .set("Abc123XYZ"),
                    .auth0RedirectURI: .set("https://app.acme.com/login"), .auth0Audience: .set("https://api.acme.com"),
                ]))
        #expect(try proposal(Self.full).rows(replacing: nil).map(\.old) == Array(repeating: nil, count: 6))
    }

    @Test("without an Auth0 block nothing but address and runtime is touched")
    func withoutApplication() throws {
        let bare = try proposal(Auth0Settings())
        #expect(!bare.namesApplication)
        #expect(
            bare.change(replacing: context(server: "https://gateway.acme.com/"))
                == ContextChange([.serverURL: .set("https://gateway.acme.com"), .runtime: .set("distributed")]))
    }

    @Test("a person fills in what the contract leaves open, and nothing else")
    func completed() throws {
        let change = try proposal(Auth0Settings(domain: "acme.us.auth0.com"), domain: "other.com", clientID: "Mine")
            .change(replacing: nil)
        #expect(change[.auth0Domain] == .set("acme.us.auth0.com"))
        #expect(change[.auth0ClientID] == .set("Mine"))
        let typed = try proposal(Auth0Settings(), domain: "https://acme.us.auth0.com/")
        #expect(typed.namesApplication)
        #expect(typed.change(replacing: nil)[.auth0Domain] == .set("acme.us.auth0.com"))
        // A secret belongs to the client that the context had, which this change takes away.
        #expect(
            typed.change(replacing: context(server: "https://gateway.acme.com"))[.auth0ClientSecret] == .clear)
        #expect(throws: NoetlError.self) { try proposal(Auth0Settings(), domain: "no host") }
        #expect(throws: NoetlError.self) { try proposal(Auth0Settings(), clientID: "a b") }
    }

    @Test(
        "a name for it comes from the gateway's host, and is nobody else's",
        arguments: [
            ("https://gateway.acme.com", [], "acme"), ("https://gateway.acme.com:8443/x", ["acme"], "acme-2"),
            ("https://acme.com", ["acme", "acme-2"], "acme-3"), ("https://gateway", [], "gateway"),
            ("https://10.1.2.3", [], "10.1.2.3"), ("https://[2001:db8::1]", [], "2001:db8::1"),
            ("http://127.0.0.1:8080", [], "local"), ("http://localhost", ["local"], "local-2"),
        ])
    func freeName(_ address: String, _ taken: [String], _ name: String) throws {
        let proposal = try ContextProposal(gateway: try ServerURL(address), contract: RuntimeContract())
        let contexts = Contexts(all: taken.map { Context(name: $0, serverURL: address) })
        #expect(proposal.freeName(beside: contexts) == name)
    }

    @Test("what was shown is what is written, and the first context is the current one")
    func written() throws {
        var file = try ConfigFile(text: "")
        let full = try proposal(Self.full)
        try full.write(to: &file, as: "prod", replacing: nil)
        #expect(file.contexts.current == "prod")
        #expect(file.contexts["prod"]?.auth0 == Self.full)
        try full.write(to: &file, as: "second", replacing: nil)
        #expect(file.contexts.current == "prod")
        let shown = file.contexts["prod"]
        try proposal(Auth0Settings(domain: "acme.us.auth0.com", clientID: "Other"))
            .write(to: &file, as: "prod", replacing: shown)
        #expect(file.contexts["prod"]?.auth0.clientID == "Other")
        #expect(file.contexts["prod"]?.auth0.audience == nil)
    }

    @Test("a context that others changed since it was shown is left as it is")
    func changedMeanwhile() throws {
        var file = try ConfigFile(text: "")
        try file.apply(ContextChange([.serverURL: .set("https://other.acme.com")]), to: "prod")
        let shown = file.contexts["prod"]
        let full = try proposal(Self.full)
        // Another login saves a session of the gateway that is about to be replaced.
        try file.apply(ContextChange([.sessionToken: .set("canary")]), to: "prod")
        let theirs = file.text
        for old in [shown, nil] {
            let error = #expect(throws: NoetlError.self) { try full.write(to: &file, as: "prod", replacing: old) }
            #expect(error?.code == .configUnwritable)
        }
        #expect(file.text == theirs)
        try full.write(to: &file, as: "prod", replacing: file.contexts["prod"])
        #expect(file.contexts["prod"]?.session == nil)
    }

    @Test(
        "the session stays with its origin",
        arguments: [
            ("https://gateway.acme.com", true), ("https://GATEWAY.acme.com:443/base", true),
            ("http://gateway.acme.com", false), ("https://gateway.acme.com:8443", false),
            ("https://gateway.acme.com.evil.org", false), ("gateway.acme.com", false),
        ])
    func session(_ server: String, _ stays: Bool) throws {
        let old = context(server: server)
        let proposal = try proposal(Self.full)
        #expect(proposal.change(replacing: old)[.sessionToken] == (stays ? nil : .clear))
        #expect(proposal.rows(replacing: old).first { $0.field == .sessionToken }?.new == (stays ? "cached" : nil))
        #expect(!"\(proposal.rows(replacing: old))".contains("canary"))
    }

    @Test("what the contract does not have is cleared, and a secret stays with its client")
    func replaced() throws {
        let partial = try proposal(Auth0Settings(domain: "acme.us.auth0.com", clientID: "Abc123XYZ"))
        let same = partial.change(replacing: context(server: "https://gateway.acme.com"))
        #expect(same[.auth0Audience] == .clear)
        #expect(same[.auth0ClientSecret] == nil)
        let other = partial.change(replacing: context(server: "https://gateway.acme.com", client: "Other"))
        #expect(other[.auth0ClientSecret] == .clear)
    }

    @Test(
        "what no setting can hold is the gateway's fault",
        arguments: [
            Auth0Settings(domain: "acme.com/path"), Auth0Settings(domain: "$(id).auth0.com"),
            Auth0Settings(domain: "http://acme.com"), Auth0Settings(domain: "user@acme.com"),
            Auth0Settings(domain: "a.com", clientID: "a b"),
            Auth0Settings(domain: "a.com", redirectURI: "javascript:alert(1)"),
            Auth0Settings(domain: "a.com", redirectURI: "https://user:pw@app.acme.com"),
        ])
    func unusable(_ auth0: Auth0Settings) {
        let error = #expect(throws: NoetlError.self) { try proposal(auth0) }
        #expect(error?.code == .gatewayError)
        #expect(error?.lines.count == 3)
    }

    @Test(
        "a contract with control characters, or of the wrong kind, is not taken",
        arguments: [
            #"{"domain":"acme\u001b[31m.com"}"#, #"{"client_id":"a\nb"}"#, #"{"audience":"a\u202eb"}"#,
            #"{"client_id":42}"#, #"{"domain":["a.com"]}"#,
        ])
    func hostile(_ auth0: String) async throws {
        let http = ScriptedTransport.answering(200, #"{"gateway_version":"3","auth0":\#(auth0)}"#)
        let client = GatewayClient(base: gateway, world: .forTests(http: http))
        do throws(NoetlError) {
            _ = try await client.contract()
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .gatewayError)
            #expect(error.lines.allSatisfy { !$0.unicodeScalars.contains(where: Redaction.isHarmful) })
        }
    }

    @Test("fields that are null, empty or missing are none")
    func blank() async throws {
        let http = ScriptedTransport.answering(
            200, #"{"contract_version":"1","auth0":{"domain":null,"client_id":"","audience":" "}}"#)
        let contract = try await GatewayClient(base: gateway, world: .forTests(http: http)).contract()
        #expect(contract.auth0 == Auth0Settings())
    }
}
