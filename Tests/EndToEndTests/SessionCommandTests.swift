import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// The commands around a session: every way to call them wrongly, and every code that they end with.
@Suite("Session commands", .timeLimit(.minutes(5)))
struct SessionCommandTests {
    private static let session = String(repeating: "a", count: 32)

    private static let wrongCalls: [[String]] = [
        ["auth", "status", "--json", "extra"], ["auth", "status", "--json", "--context"],
        ["auth", "status", "--json", "--all", "--context", "prod"], ["auth", "status", "--json", "--quiet"],
        ["auth", "status", "--json", "--min-valid", "30m"],
        ["auth", "token", "--json"], ["auth", "token", "--all", "-j"],
        ["auth", "logout", "--all", "--context", "prod"], ["auth", "logout", "prod"], ["auth", "logout", "--offline"],
        ["catalog", "list", "--json"], ["catalog", "list", "--json", "Playbook", "Credential"],
        ["catalog", "get", "--json"], ["catalog", "get", "--json", "a", "b"],
        ["catalog", "get", "--json", "a", "--server-url", "gateway.acme.com"],
        ["catalog", "get", "--json", "a", "--server-url", "https://you@gateway.acme.com"],
        ["catalog", "get", "--json", "a", "--session-token", "a b"],
        ["catalog", "get", "--json", "a", "--session-token", "line\nbreak"],
        ["catalog", "get", "--json", "a", "--frobnicate"],
        ["catalog", "register", "--json"], ["catalog", "register", "--json", "a", "b"],
        ["catalog", "frobnicate", "--json"], ["completion", "--json"], ["completion", "bash", "zsh", "--json"],
        ["context", "add"], ["context", "add", "--server-url", "https://a.acme.com"], ["context", "add", "prod"],
        ["context", "add", "a", "b", "--server-url", "https://a.acme.com"],
        ["context", "add", "a", "--server-url", "https://a.acme.com", "--json"],
        ["context", "init", "a"], ["context", "init", "a", "--from-gateway"],
        ["context", "init", "--from-gateway", "https://a.acme.com", "--yes"],
        ["context", "update"], ["context", "update", "prod"],
        ["context", "update", "prod", "stage", "--runtime", "auto"],
        ["context", "update", "prod", "--kube-remote-port", "x"],
        ["context", "update", "prod", "--session-token", "x"],
        ["context", "list", "--json", "extra"], ["context", "list", "--name-only"], ["context", "list", "--context"],
        ["context", "use"], ["context", "use", "prod", "stage"], ["context", "use", "prod", "--json"],
        ["context", "current", "--json", "extra"], ["context", "current", "--json", "--name-only"],
        ["context", "set-runtime"], ["context", "set-runtime", "cloud"],
        ["context", "set-runtime", "local", "--quiet"],
        ["context", "rename"], ["context", "rename", "prod"], ["context", "rename", "prod", "a", "b"],
        ["context", "rename", "prod", ""], ["context", "delete"], ["context", "delete", "prod", "--all"],
        ["context", "delete", "prod", "stage"], ["context", "port-forward"],
        ["context", "port-forward", "prod", "--detach", "--status"], ["context", "port-forward", "prod", "--json"],
    ]

    @Test("what cannot be understood is a usage error, and nobody is asked", arguments: wrongCalls)
    func malformed(_ arguments: [String]) async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod", session: Self.session),
                to: ".noetl/config.yaml")
            let before = try scene.home.text(of: ".noetl/config.yaml")
            let outcome = try await scene.run(arguments)
            #expect(outcome.status == 1)
            let isJSON = arguments.contains("--json") || arguments.contains("-j")
            #expect(outcome.output.contains("\"code\" : \"usage\"") == isJSON, "\(outcome.output)")
            #expect(outcome.error.split(separator: "\n").count <= 3)
            #expect(outcome.error.isEmpty == isJSON)
            #expect(scene.sandbox.requests.isEmpty)
            #expect(try scene.home.text(of: ".noetl/config.yaml") == before)
        }
    }

    /// A situation that a command meets, and how it ends.
    struct Case: Sendable, CustomStringConvertible {
        let arguments: [String]
        let code: String
        let status: Int32
        var session: String? = String(repeating: "a", count: 32)
        var gateway: String?
        var variables: [String: String?] = [:]
        var script: ScriptedAnswer = .honest

        func with(_ change: (inout Case) -> Void) -> Case {
            var copy = self
            change(&copy)
            return copy
        }

        var description: String { "\(arguments.joined(separator: " ")) -> \(code)" }
    }

    private static let status = ["auth", "status", "--json"]
    private static let get = ["catalog", "get", "a", "--json"]
    private static let register = ["catalog", "register", "-", "--json"]

    /// What can go wrong for each of them.
    private static let cases: [Case] = {
        var cases: [Case] = []
        for command in [status, get, register] {
            let fails = { (code: String) in Case(arguments: command, code: code, status: 1) }
            cases.append(Case(arguments: command + ["--context", "nope"], code: "context_not_found", status: 1))
            cases.append(fails("context_not_found").with { $0.variables = ["NOETL_CONTEXT": "nope"] })
            cases.append(fails("network").with { $0.gateway = "https://127.0.0.1:1" })
            cases.append(fails("network").with { $0.script = .drop })
            cases.append(fails("tls").with { $0.variables = ["NOETL_CA_FILE": nil] })
            cases.append(fails("tls").with { $0.variables = ["NOETL_CA_FILE": "/nonexistent"] })
            let answers: [ScriptedAnswer] = [
                .empty(500), .failure(.gatewayBusy), .proxyPage(), .redirect(to: "https://elsewhere.acme.com"),
                .reply(status: 200, body: "<html>"),
            ]
            for answer in answers { cases.append(fails("gateway_error").with { $0.script = answer }) }
        }
        for command in [get, register] {
            cases.append(Case(arguments: command, code: "session_expired", status: 77))
            cases.append(Case(arguments: command, code: "not_logged_in", status: 77).with { $0.session = nil })
            cases.append(Case(arguments: command, code: "token_invalid", status: 1).with { $0.session = "'a b'" })
        }
        return cases
    }()

    @Test("every failure has its code and status", arguments: cases)
    func codes(_ one: Case) async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: prod\ncontexts:\n"
                    + scene.entry("prod", session: one.session, gateway: one.gateway), to: ".noetl/config.yaml")
            scene.sandbox.script.always(.validate, one.script)
            scene.sandbox.script.always(.catalog, one.script)
            let outcome = try await scene.run(
                one.arguments, input: "kind: Playbook\nmetadata:\n  path: a/b\n", with: one.variables)
            #expect(outcome.status == one.status)
            #expect(outcome.error.isEmpty, "\(outcome.error)")
            let answer =
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: [String: String]]
            #expect(answer?["error"]?["code"] == one.code)
            #expect(answer?["error"]?["hint"]?.isEmpty == false)
        }
    }

    @Test("a config that cannot be written is told by a logout, and the session stays")
    func unwritable() async throws {
        try await Scene.play { scene in
            let text = "current_context: prod\ncontexts:\n" + scene.entry("prod", session: Self.session)
            try scene.home.write(text, to: ".noetl/config.yaml", mode: 0o400)
            for flags in [[], ["--all"]] {
                let outcome = try await scene.run(["auth", "logout"] + flags)
                #expect(outcome.status == 1)
                #expect(outcome.error.hasPrefix("The config file "))
            }
            #expect(try scene.home.text(of: ".noetl/config.yaml") == text)
            // Reading needs no more than reading.
            #expect(try await scene.noetl("auth", "token").output == Self.session + "\n")
        }
    }
}
