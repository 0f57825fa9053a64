import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// What a login leaves on disk.
@Suite("Saving a session", .timeLimit(.minutes(5)))
struct SavingTests {
    @Test("token, expiry and user join the context, and what a person wrote stays")
    func config() async throws {
        try await Scene.play { scene in
            let before =
                "# mine\ncurrent_context: prod\n\ncontexts:\n" + scene.entry("prod") + "  # other\n"
                + scene.entry("other") + "unknown: [1, 2]   # kept\n"
            try scene.home.write(before, to: ".noetl/config.yaml")
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken)
            try scene.expectSaved(outcome)
            let after = try scene.home.text(of: ".noetl/config.yaml")
            let added = after.split(separator: "\n").filter { $0.contains("gateway_session_") }
            #expect(added.count == 3)
            let rest = after.components(separatedBy: "\n").filter { !$0.contains("gateway_session_") }
            #expect(rest.joined(separator: "\n") == before)
        }
    }

    @Test("file and folder are for their owner only, whatever the umask", arguments: ["000", "022", "077"])
    func modes(_ umask: String) async throws {
        try await Scene.play { scene in
            try FileManager.default.removeItem(atPath: scene.home.path(of: ".noetl"))
            let addresses = scene.sandbox.addresses
            let added = try await scene.noetl(
                "context", "add", "prod", "--server-url", addresses.gatewayURL, "--auth0-domain",
                addresses.tenantDomain, umask: umask)
            #expect(added.status == 0, "\(added.error)")
            #expect(try scene.home.mode(of: ".noetl") == 0o700)
            #expect(try scene.home.mode(of: ".noetl/config.yaml") == 0o600)
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken, umask: umask)
            try scene.expectSaved(outcome)
            for (name, _) in try scene.home.files() where name.hasPrefix(".noetl/") {
                #expect(try scene.home.mode(of: name) & 0o077 == 0, "\(name)")
            }
        }
    }

    @Test("a looser config is tightened on the write, with one line that says so")
    func tightened() async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod"), to: ".noetl/config.yaml", mode: 0o644)
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "saving-tightened")
            try scene.expectSaved(outcome)
        }
    }

    @Test("a symbolic link to the config stays a link, and the file behind it is replaced")
    func link() async throws {
        try await Scene.play { scene in
            let link = scene.home.path(of: ".noetl/config.yaml")
            try scene.home.write(try scene.home.text(of: ".noetl/config.yaml"), to: "elsewhere/real.yaml")
            try FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: scene.home.path(of: "elsewhere/real.yaml"))
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", input: try scene.sandbox.issueTokens().idToken)
            try scene.expectSaved(outcome)
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: link)
                    == scene.home.path(of: "elsewhere/real.yaml"))
        }
    }

    @Test("with --no-save the session is shown and nothing is written", arguments: Form.allCases)
    func noSave(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--auth0-token", "-", "--no-save"] + form.flags,
                input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "saving-no-save-\(form)")
            #expect(outcome.status == 0)
            try scene.expectNothingSaved()
        }
    }

    @Test("server, domain and client ID from flags with --no-save need no context at all")
    func noContext() async throws {
        try await Scene.play { scene in
            try FileManager.default.removeItem(atPath: scene.home.path(of: ".noetl"))
            let addresses = scene.sandbox.addresses
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password-stdin", "--no-save", "--server-url",
                addresses.gatewayURL, "--auth0-domain", addresses.tenantDomain, "--auth0-client-id",
                addresses.clientID, input: "sandbox-password")
            try scene.expect(outcome, are: "saving-no-context")
            #expect(!scene.home.has(".noetl"))
        }
    }

    @Test("a session of another origin is not saved on a context")
    func foreignServer() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--server-url", scene.sandbox.addresses.gatewayPlainURL,
                input: try scene.sandbox.issueTokens().idToken)
            try scene.expect(outcome, are: "saving-foreign-server")
            #expect(scene.sandbox.requests.isEmpty)
            try scene.expectNothingSaved()
        }
    }

    @Test("a domain from a flag is saved where the context has none, and no other")
    func learnedDomain() async throws {
        try await Scene.play { scene in
            let addresses = scene.sandbox.addresses
            try scene.home.write(
                "current_context: prod\ncontexts:\n  prod:\n    server_url: \(addresses.gatewayURL)\n",
                to: ".noetl/config.yaml")
            let token = try scene.sandbox.issueTokens().idToken
            let first = try await scene.noetl(
                "auth", "login", "--auth0-token", "-", "--auth0-domain", addresses.tenantDomain, input: token)
            try scene.expectSaved(first)
            #expect(try scene.home.context("prod")["gateway_auth0_domain"] == addresses.tenantDomain)
            let loopback = addresses.tenantDomain.replacingOccurrences(of: "localhost", with: "127.0.0.1")
            let second = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password-stdin", "--auth0-domain", loopback,
                "--auth0-client-id", addresses.clientID, input: "sandbox-password")
            try scene.expectSaved(second)
            #expect(try scene.home.context("prod")["gateway_auth0_client_id"] == nil)
            #expect(try scene.home.context("prod")["gateway_auth0_domain"] == addresses.tenantDomain)
        }
    }

    @Test("a login on a named context leaves the current one alone")
    func namedContext() async throws {
        try await Scene.play { scene in
            try scene.configure(scene.entry("stage") + scene.entry("late"))
            let token = try scene.sandbox.issueTokens().idToken
            let login = ["auth", "login", "--auth0-token", "-", "--quiet"]
            let after = try await scene.run(["--context", "prod"] + login + ["--context", "stage"], input: token)
            try scene.expectSaved(after, on: "stage")
            let variable = try await scene.run(login, input: token, with: ["NOETL_CONTEXT": "late"])
            try scene.expectSaved(variable, on: "late")
            #expect(try scene.home.context("prod")["gateway_session_token"] == nil)
            #expect(try scene.home.text(of: ".noetl/config.yaml").hasPrefix("current_context: prod\n"))
        }
    }

    @Test("twenty logins at once on twenty contexts keep twenty tokens")
    func parallel() async throws {
        try await Scene.play { scene in
            let names = (1...20).map { "c\($0)" }
            try scene.configure(names.map { scene.entry($0) }.joined())
            let token = try scene.sandbox.issueTokens().idToken
            let outcomes = try await withThrowingTaskGroup(of: (String, ProgramOutcome).self) { group in
                for name in names {
                    group.addTask {
                        (
                            name,
                            try await scene.noetl(
                                "auth", "login", "--auth0-token", "-", "--context", name, input: token)
                        )
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            var tokens: Set<String> = []
            for (name, outcome) in outcomes {
                try scene.expectSaved(outcome, on: name)
                tokens.insert(try #require(try scene.home.context(name)["gateway_session_token"]))
            }
            #expect(tokens.count == 20)
        }
    }
}
