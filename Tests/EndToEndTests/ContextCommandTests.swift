import NoetlTestSupport
import Testing

/// `noetl context ...` as a session at a shell; no network is needed for any of it.
@Suite("Context commands", .timeLimit(.minutes(5)))
struct ContextCommandTests {
    /// Runs the lines one after the other in a home of their own and compares the whole session.
    private func expect(
        _ lines: [[String]], are name: String, config: String? = nil, variables: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> TemporaryHome {
        let home = try TemporaryHome()
        if let config { try home.write(config, to: ".noetl/config.yaml") }
        let environment = ["HOME": home.path, "PATH": "/usr/bin:/bin", "COLUMNS": "80"].merging(variables) { $1 }
        var text = ""
        for line in lines {
            let outcome = try await BuiltBinary.noetl.run(line, environment: environment)
            text += "$ noetl \(line.joined(separator: " "))\n\(outcome.output)\(outcome.error)"
            if outcome.status != 0 { text += "status \(outcome.status)\n" }
        }
        try Goldens().expect(
            Placeholders([home.path: "<HOME>"]).apply(to: text), is: name, sourceLocation: sourceLocation)
        return home
    }

    @Test("contexts are added, shown, changed, chosen and deleted")
    func session() async throws {
        let home = try await expect(
            [
                ["context", "list"],
                ["context", "current"],
                [
                    "context", "add", "prod", "--server-url", "https://gateway.acme.com/", "--auth0-domain",
                    "https://acme.us.auth0.com", "--auth0-client-id", "Abc123XYZ", "--auth0-client-secret", "marker-1",
                ],
                ["context", "add", "local", "--server-url", "http://localhost:8082", "--runtime", "local"],
                ["context", "list"],
                ["context", "list", "--json"],
                ["context", "use", "local"],
                ["context", "current"],
                ["context", "current", "--name-only"],
                ["context", "current", "--context", "prod"],
                ["context", "current", "--json", "--context", "prod"],
                [
                    "context", "update", "prod", "--auth0-audience", "https://api.acme.com", "--kube-remote-port",
                    "18082",
                ],
                ["context", "update", "prod", "--auth0-audience", "", "--kube-remote-port", "0", "--set-current"],
                ["context", "current"],
                ["context", "add", "prod", "--server-url", "https://gateway2.acme.com"],
                ["context", "rm", "prod"],
                ["context", "ls"],
                ["context", "current"],
            ], are: "contexts")
        #expect(try home.mode(of: ".noetl/config.yaml") == 0o600)
    }

    @Test("use - goes back and forth, also over a rename")
    func previous() async throws {
        let home = try await expect(
            [
                ["context", "use", "-"],
                ["context", "use", "prod"],
                ["context", "use", "-"],
                ["context", "use", "-"],
                ["context", "rename", "prod", "live"],
                ["context", "use", "-"],
                ["context", "use", "-"],
                ["context", "update", "gke-dev", "--set-current"],
                ["context", "use", "-"],
                ["context", "delete", "gke-dev"],
                ["context", "use", "-"],
            ], are: "contexts-previous", config: Self.three)
        #expect(try home.mode(of: ".noetl/state.json") == 0o600)
    }

    @Test("a name that is nearly right is suggested by every command")
    func nearMiss() async throws {
        _ = try await expect(
            [
                ["context", "use", "prdo"], ["context", "update", "GKE-dev", "--runtime", "local"],
                ["context", "delete", "stagin"], ["context", "rename", "gke-deb", "x"],
                ["context", "port-forward", "prod2"], ["context", "port-forward", "prod2", "--stop"],
                ["context", "current", "--context", "prdo"], ["context", "current", "--json", "--context", "prdo"],
                ["context", "set-runtime", "auto", "--context", "prdo"],
                ["catalog", "list", "Playbook", "--context", "prdo"], ["auth", "logout", "--context", "prdo"],
                ["auth", "login", "--browser", "--context", "prdo"],
            ], are: "contexts-near-miss", config: Self.three)
    }

    @Test("a context gets another name in its place, with all that was written by hand around it")
    func rename() async throws {
        let home = try await expect(
            [
                ["context", "rename", "prod", "live: eu"],
                ["context", "rename", "staging", "prod"],
                ["context", "rename", "prod", "gke-dev"],
                ["context", "rename", "prod", "prod"],
                ["context", "rename", "prod", ""],
                ["context", "rename", "prod", "a\u{1B}b"],
                ["context", "rename", "prod"],
                ["context", "list"],
            ], are: "contexts-rename", config: Self.three)
        #expect(
            try home.text(of: ".noetl/config.yaml")
                == Self.three.replacing("'prod'", with: "'live: eu'").replacing("\"staging\"", with: "\"prod\"")
                .replacing("current_context: staging", with: "current_context: prod"))
    }

    @Test("the runtime is set on the target context alone")
    func runtime() async throws {
        let home = try await expect(
            [
                ["context", "set-runtime", "local"], ["context", "set-runtime", "auto", "--context", "gke-dev"],
                ["context", "set-runtime", "cloud"], ["context", "set-runtime", ""], ["context", "set-runtime"],
                ["context", "set-runtime", "local", "auto"],
            ], are: "contexts-runtime", config: Self.three)
        #expect(
            try home.text(of: ".noetl/config.yaml")
                == Self.three.replacing("s.acme.com # here", with: "s.acme.com # here\n    runtime: local")
                .replacing("u, runtime: distributed", with: "u, runtime: auto"))
    }

    private static let three = """
        # mine
        current_context: staging
        contexts:
          # live
          'prod':
            server_url: https://gateway.acme.com

          "staging":
            server_url: https://s.acme.com # here
          gke-dev: { server_url: u, runtime: distributed }

        """

    @Test("names that do not exist are told with what to do")
    func unknownNames() async throws {
        _ = try await expect(
            [
                ["context", "use", "nope"],
                ["context", "update", "nope", "--runtime", "local"],
                ["context", "delete", "nope"],
                ["context", "current", "--context", "nope"],
                ["context", "update", "prod"],
                ["catalog", "list", "Playbook", "--context", "a b"],
            ], are: "contexts-unknown",
            config: "current_context: prod\ncontexts:\n  prod:\n    server_url: https://gateway.acme.com\n")
    }

    @Test("settings are checked where they enter, and nothing is written when one is wrong")
    func wrongSettings() async throws {
        let home = try await expect(
            [
                ["context", "add", "x"],
                ["context", "add", "x", "--server-url", "gateway.acme.com"],
                ["context", "add", "x", "--server-url", "https://user:marker-secret@gateway.acme.com"],
                ["context", "add", "x", "--server-url", "https://gateway.acme.com/?a=b"],
                ["context", "add", "x", "--server-url", "https://gateway.acme.com", "--runtime", "cloud"],
                [
                    "context", "add", "x", "--server-url", "https://gateway.acme.com", "--auth0-domain",
                    "$(id).auth0.com",
                ],
                [
                    "context", "add", "x", "--server-url", "https://gateway.acme.com", "--auth0-domain",
                    "http://acme.com",
                ],
                ["context", "add", "x", "--server-url", "https://gateway.acme.com", "--kube-remote-port", "70000"],
                ["context", "add", "", "--server-url", "https://gateway.acme.com"],
                ["context", "add", String(repeating: "n", count: 254), "--server-url", "https://gateway.acme.com"],
                [
                    "context", "add", "x", "--server-url", "https://gateway.acme.com", "--auth0-redirect-uri",
                    "app:back",
                ],
                ["context", "add", "x", "--server-url", "https://gateway.acme.com", "--kube-namespace", "a\nb"],
                ["context", "add", "x", "--server-url", "https://gateway.acme.com", "--kube-remote-port", "many"],
            ], are: "contexts-wrong-settings")
        #expect(!home.has(".noetl/config.yaml"))
    }

    @Test("a gateway on plain http earns a warning unless it is this machine")
    func plainHTTP() async throws {
        _ = try await expect(
            [
                ["context", "add", "far", "--server-url", "http://gateway.acme.com"],
                ["context", "add", "near", "--server-url", "http://127.0.0.1:8080"],
            ], are: "contexts-plain-http")
    }

    @Test("names that YAML reads as something else come back as they are")
    func oddNames() async throws {
        let names = ["on", "123", "~", "a: b", "x/y:z", "雪 🚀"]
        _ = try await expect(
            names.map { ["context", "add", $0, "--server-url", "https://gateway.acme.com"] }
                + [["context", "use", "~"], ["context", "list"], ["context", "current", "--name-only"]],
            are: "contexts-odd-names")
    }

    @Test("--context wins after the subcommand, then before it, then NOETL_CONTEXT, then the current one")
    func precedence() async throws {
        let config =
            "current_context: a\ncontexts:\n"
            + ["a", "b", "c", "d"].map { "  \($0):\n    server_url: https://\($0).acme.com\n" }.joined()
        _ = try await expect(
            [
                ["context", "current", "--name-only"],
                ["--context", "c", "context", "current", "--name-only"],
                ["context", "--context", "c", "current", "--name-only"],
                ["--context", "c", "context", "current", "--name-only", "--context", "d"],
            ], are: "contexts-precedence", config: config, variables: ["NOETL_CONTEXT": "b"])
    }

    @Test("NOETL_CONFIG names another file, and its folder is left as it is")
    func otherFile() async throws {
        let home = try TemporaryHome()
        try home.write("", to: "mine/other", mode: 0o644)
        let environment = ["HOME": home.path, "NOETL_CONFIG": home.path(of: "mine/noetl.yaml")]
        let outcome = try await BuiltBinary.noetl.run(
            ["context", "add", "prod", "--server-url", "https://gateway.acme.com"], environment: environment)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try home.text(of: "mine/noetl.yaml").contains("https://gateway.acme.com"))
        #expect(!home.has(".noetl"))
    }
}
