import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// `catalog list` with the session that a login left.
@Suite("Catalog with a cached session", .timeLimit(.minutes(5)))
struct CatalogTests {
    @Test("the cached session lists the catalog, as a table and as JSON")
    func list() async throws {
        try await Scene.play { scene in
            try await scene.logIn()
            let table = try await scene.noetl("catalog", "list", "Playbook")
            let json = try await scene.noetl("catalog", "list", "Credential", "--json")
            let nothing = try await scene.noetl("catalog", "list", "Unicorn")
            try scene.expect(table, json, nothing, are: "catalog-list")
            #expect(scene.asked == Array(repeating: "gateway POST /noetl/catalog/list", count: 3))
        }
    }

    @Test("an expired session is two lines and status 77")
    func expired() async throws {
        try await Scene.play { scene in
            try await scene.logIn()
            scene.sandbox.expireSessions()
            let outcome = try await scene.noetl("catalog", "list", "Playbook")
            #expect(outcome.status == 77)
            #expect(outcome.output.isEmpty)
            #expect(
                outcome.error == """
                    Gateway returned 401 (session expired) for context 'prod'.
                    Refresh the session token: noetl auth login --browser-pkce

                    """)
            let json = try await scene.noetl("catalog", "list", "Playbook", "--json")
            try scene.expect(json, are: "catalog-expired-json")
        }
    }

    @Test("an expired session of a context that is not current names it in the command")
    func expiredElsewhere() async throws {
        try await Scene.play { scene in
            try scene.configure(scene.entry("stage", session: String(repeating: "b", count: 32)))
            let outcome = try await scene.noetl("catalog", "list", "Playbook", "--context", "stage")
            #expect(outcome.status == 77)
            #expect(
                outcome.error == """
                    Gateway returned 401 (session expired) for context 'stage'.
                    Refresh the session token: noetl auth login --browser-pkce --context stage

                    """)
        }
    }

    @Test("without a session nothing is asked, and the status is 77")
    func noSession() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl("catalog", "list", "Playbook")
            let json = try await scene.noetl("catalog", "list", "Playbook", "--json")
            try scene.expect(outcome, json, are: "catalog-no-session")
            #expect(outcome.status == 77)
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("a refused token of the flag or of NOETL_SESSION_TOKEN is named by its place, and never shown")
    func otherSources() async throws {
        try await Scene.play { scene in
            try await scene.logIn()
            let flag = try await scene.noetl("catalog", "list", "Playbook", "--session-token", "marker-session")
            let variable = try await scene.noetl(
                "catalog", "list", "Playbook", with: ["NOETL_SESSION_TOKEN": "marker-session"])
            #expect(!flag.error.contains("marker-session"))
            #expect(!variable.error.contains("marker-session"))
            try scene.expect(flag, variable, are: "catalog-other-sources")
        }
    }

    @Test("the session of a context goes to no other origin")
    func foreignServer() async throws {
        try await Scene.play { scene in
            try await scene.logIn()
            let session = try #require(try scene.home.context("prod")["gateway_session_token"])
            let outcome = try await scene.noetl(
                "catalog", "list", "Playbook", "--gateway", "--server-url", scene.sandbox.addresses.gatewayPlainURL)
            #expect(outcome.status == 77)
            #expect(
                scene.sandbox.requests.allSatisfy { request in !request.headers.values.contains { $0.contains(session) }
                })
        }
    }

    @Test("a NoETL server without a gateway is asked directly and without a session")
    func direct() async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: here\ncontexts:\n  here:\n    server_url: \(scene.sandbox.addresses.serverURL)\n",
                to: ".noetl/config.yaml")
            let outcome = try await scene.noetl("catalog", "list", "Playbook")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("examples/hello_world"))
            #expect(scene.asked == ["server POST /api/catalog/list"])
        }
    }

    @Test("a server becomes a gateway by --gateway or NOETL_USE_GATEWAY, and then wants a session")
    func throughGateway() async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try scene.home.write(
                "current_context: here\ncontexts:\n  here:\n    server_url: \(scene.sandbox.addresses.gatewayURL)\n",
                to: ".noetl/config.yaml")
            let list = ["catalog", "list", "Playbook"]
            for (flags, variable) in [(["--gateway"], nil), ([], "1"), (["--gateway"], "0")] as [([String], String?)] {
                let none = try await scene.run(list + flags, with: ["NOETL_USE_GATEWAY": variable])
                #expect(none.status == 77)
                #expect(scene.sandbox.requests.isEmpty)
                let given = try await scene.run(
                    list + flags, with: ["NOETL_USE_GATEWAY": variable, "NOETL_SESSION_TOKEN": session])
                #expect(given.status == 0, "\(given.error)")
                #expect(scene.asked == ["gateway POST /noetl/catalog/list"])
                scene.sandbox.forgetRequests()
            }
            for off in ["0", "false", ""] {
                _ = try await scene.run(list, with: ["NOETL_USE_GATEWAY": off])
                #expect(scene.asked == ["gateway POST /api/catalog/list"])
                scene.sandbox.forgetRequests()
            }
        }
    }

    @Test("the session of the flag wins over the variable's, and that over the context's")
    func sourceOrder() async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            let wrong = String(repeating: "b", count: 32)
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod", session: wrong), to: ".noetl/config.yaml")
            let list = ["catalog", "list", "Playbook"]
            let flag = try await scene.run(
                list + ["--session-token", session], with: ["NOETL_SESSION_TOKEN": wrong])
            let variable = try await scene.run(list, with: ["NOETL_SESSION_TOKEN": session])
            let context = try await scene.run(list)
            #expect([flag, variable, context].map(\.status) == [0, 0, 77])
            #expect(context.error.hasPrefix("Gateway returned 401 (session expired) for context 'prod'."))
        }
    }

    @Test("logging out forgets the session here, and says that the gateway keeps it")
    func logout() async throws {
        try await Scene.play { scene in
            try await scene.logIn()
            let first = try await scene.noetl("auth", "logout")
            #expect(try scene.home.context("prod")["gateway_session_token"] ?? "null" == "null")
            let second = try await scene.noetl("auth", "logout")
            let both = try await scene.noetl("auth", "logout", "--all", "--context", "prod")
            let unknown = try await scene.noetl("auth", "logout", "--context", "nope")
            try scene.expect(first, second, both, unknown, are: "logout")
            let list = try await scene.noetl("catalog", "list", "Playbook")
            #expect(list.status == 77)
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("--all forgets the sessions of all contexts")
    func logoutAll() async throws {
        try await Scene.play { scene in
            try scene.configure(
                scene.entry("one", session: String(repeating: "1", count: 32))
                    + scene.entry("two", session: String(repeating: "2", count: 32)))
            let outcome = try await scene.noetl("auth", "logout", "--all")
            try scene.expect(outcome, are: "logout-all")
            let text = try scene.home.text(of: ".noetl/config.yaml")
            #expect(!text.contains(String(repeating: "1", count: 32)))
            #expect(!text.contains(String(repeating: "2", count: 32)))
        }
    }
}

extension Scene {
    /// Logs in on `prod` with a token, and forgets the requests of that.
    fileprivate func logIn() async throws {
        let outcome = try await noetl("auth", "login", "--auth0-token", "-", input: try sandbox.issueTokens().idToken)
        try expectSaved(outcome)
        sandbox.forgetRequests()
    }
}
