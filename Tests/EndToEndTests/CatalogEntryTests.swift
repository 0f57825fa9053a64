import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// `catalog get` and `catalog register`.
@Suite("Catalog entries", .timeLimit(.minutes(5)))
struct CatalogEntryTests {
    private static let playbook = """
        apiVersion: noetl.io/v2
        kind: Playbook
        metadata:
          name: report
          path: tests/report
        workflow:
          - step: start
            desc: "Grüße, {{ workload.who }}"

        """

    @Test("a resource is shown with its text, or as the server's JSON")
    func get() async throws {
        try await Scene.play { scene in
            try await scene.signIn()
            let text = try await scene.noetl("catalog", "get", "examples/hello_world")
            let json = try await scene.noetl("catalog", "get", "credentials/demo_postgres", "--json")
            let unknown = try await scene.noetl("catalog", "get", "examples/nothing")
            let unknownJSON = try await scene.noetl("catalog", "get", "examples/nothing", "--json")
            let missing = try await scene.noetl("catalog", "get")
            try scene.expect(text, json, unknown, unknownJSON, missing, are: "catalog-get")
            #expect(scene.asked == Array(repeating: "gateway POST /noetl/catalog/resource", count: 4))
        }
    }

    @Test("a file, or standard input, is registered as it is, byte for byte")
    func register() async throws {
        try await Scene.play { scene in
            try await scene.signIn()
            let file = try scene.home.write(Self.playbook, to: "report.yaml")
            let first = try await scene.noetl("catalog", "register", file)
            let second = try await scene.noetl("catalog", "register", "-", "--json", input: Self.playbook)
            let got = try await scene.noetl("catalog", "get", "tests/report")
            try scene.expect(first, second, got, are: "catalog-register")
            let sent = scene.sandbox.requests.filter { $0.path == "/noetl/catalog/register" }
            #expect(sent.count == 2)
            for request in sent {
                #expect(request.json?["resource_type"]?.text == "Playbook")
                let content = request.json?["content"]?.text.flatMap { Data(base64Encoded: $0) }
                #expect(content == Data(Self.playbook.utf8))
            }
        }
    }

    @Test("a file that cannot be registered is told, and nothing is sent")
    func unusableFiles() async throws {
        try await Scene.play { scene in
            try await scene.signIn()
            try scene.home.write("", to: "empty.yaml")
            try scene.home.write("# nothing\n", to: "comment.yaml")
            try scene.home.write("kind: [\n", to: "broken.yaml")
            try scene.home.write("metadata:\n  name: x\n", to: "kindless.yaml")
            try scene.home.write("just text\n", to: "text.yaml")
            try Data([0x6B, 0xFF, 0xFE]).write(to: URL(filePath: scene.home.path(of: "binary.yaml")))
            try Data(repeating: 0x20, count: (4 << 20) + 1).write(to: URL(filePath: scene.home.path(of: "large.yaml")))
            var outcomes: [ProgramOutcome] = []
            for name in ["nothing", "empty", "comment", "broken", "kindless", "text", "binary", "large"] {
                outcomes.append(try await scene.noetl("catalog", "register", scene.home.path(of: "\(name).yaml")))
            }
            outcomes.append(try await scene.noetl("catalog", "register", scene.home.path))
            outcomes.append(try await scene.noetl("catalog", "register", "-", input: ""))
            outcomes.append(try await scene.noetl("catalog", "register", "/dev/zero", "--json"))
            outcomes.append(try await scene.noetl("catalog", "register"))
            try scene.expect(outcomes, are: "catalog-register-files")
            #expect(outcomes.allSatisfy { $0.status == 1 })
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("what the server refuses is told with its reason", arguments: [403, 404, 422, 500, 502])
    func refusals(_ status: Int) async throws {
        try await Scene.play { scene in
            try await scene.signIn()
            let file = try scene.home.write(Self.playbook, to: "report.yaml")
            scene.sandbox.script.always(
                .catalog, .failure(SandboxFailure(status: status, error: "x", description: SandboxScript.hostileText)))
            let get = try await scene.noetl("catalog", "get", "a")
            let register = try await scene.noetl("catalog", "register", file)
            try scene.expect(get, register, are: "catalog-refused-\(status)")
            for outcome in [get, register] {
                #expect(outcome.status == 1)
                #expect(!outcome.error.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 })
            }
        }
    }

    @Test("a session that is over is 77 for both, and none asks nobody", arguments: ["get", "register"])
    func sessions(_ command: String) async throws {
        try await Scene.play { scene in
            let file = try scene.home.write(Self.playbook, to: "report.yaml")
            let none = try await scene.noetl("catalog", command, file)
            #expect(none.status == 77)
            #expect(none.error.hasPrefix("Context 'prod' has no gateway session.\n"))
            #expect(scene.sandbox.requests.isEmpty)
            try await scene.signIn()
            let flag = try await scene.noetl("catalog", command, file, "--session-token", "marker-session")
            #expect(flag.status == 77)
            #expect(flag.error.contains("for the token of --session-token"))
            let variable = try await scene.noetl("catalog", command, file, with: ["NOETL_SESSION_TOKEN": "marker-2"])
            #expect(variable.status == 77)
            #expect(variable.error.contains("for the token of NOETL_SESSION_TOKEN"))
            scene.sandbox.expireSessions()
            let expired = try await scene.noetl("catalog", command, file)
            #expect(expired.status == 77)
            #expect(expired.error.hasPrefix("Gateway returned 401 (session expired) for context 'prod'.\n"))
        }
    }

    @Test("an answer that is no resource is told, and text from the server stays harmless")
    func oddAnswers() async throws {
        try await Scene.play { scene in
            try await scene.signIn()
            let hostile = try JSONSerialization.data(withJSONObject: [
                "path": SandboxScript.hostileText, "kind": SandboxScript.hostileText, "version": 3,
                "content": "a:\n\tb \(SandboxScript.hostileText)\n",
            ])
            scene.sandbox.script.answer(
                .catalog, with: .reply(status: 200, body: "{}"), .reply(status: 200, body: "<html>"), .proxyPage(),
                .reply(status: 200, body: #"{"entries":[{"path":"a/b","kind":"Playbook","version":"7"}]}"#),
                .reply(status: 200, body: String(decoding: hostile, as: UTF8.self)))
            var outcomes: [ProgramOutcome] = []
            for _ in 0..<5 { outcomes.append(try await scene.noetl("catalog", "get", "a")) }
            try scene.expect(outcomes, are: "catalog-odd-answers")
            let shown = outcomes[4].output.unicodeScalars
            #expect(
                !shown.contains { $0 != "\n" && $0 != "\t" && ($0.value < 0x20 || $0 == "\u{202E}" || $0 == "\u{9B}") })
        }
    }

    @Test("a NoETL server without a gateway is asked directly and without a session")
    func direct() async throws {
        try await Scene.play { scene in
            try scene.home.write(
                "current_context: here\ncontexts:\n  here:\n    server_url: \(scene.sandbox.addresses.serverURL)\n",
                to: ".noetl/config.yaml")
            let file = try scene.home.write(Self.playbook, to: "report.yaml")
            let registered = try await scene.noetl("catalog", "register", file)
            let got = try await scene.noetl("catalog", "get", "tests/report")
            #expect(registered.status == 0, "\(registered.error)")
            #expect(got.output.hasPrefix("Path:    tests/report\nKind:    Playbook\nVersion: 1\n"))
            #expect(scene.asked == ["server POST /api/catalog/register", "server POST /api/catalog/resource"])
            #expect(scene.sandbox.requests.allSatisfy { $0.headers["authorization"] == nil })
        }
    }
}

extension Scene {
    /// Logs in on `prod` with a token, and forgets the requests of that.
    fileprivate func signIn() async throws {
        let outcome = try await noetl("auth", "login", "--auth0-token", "-", input: try sandbox.issueTokens().idToken)
        try expectSaved(outcome)
        sandbox.forgetRequests()
    }
}
