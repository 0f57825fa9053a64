import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// `noetl context init`: a context from what the gateway says of itself.
@Suite("Context init", .timeLimit(.minutes(5)))
struct ContextInitTests {
    @Test("a new context is shown, written, and told how to log in")
    func new() async throws {
        try await Scene.play { scene in
            let first = try await scene.noetl(
                "context", "init", "new", "--from-gateway", scene.sandbox.addresses.gatewayURL + "/", "--yes")
            let second = try await scene.noetl(
                "context", "init", "a b", "--from-gateway", scene.sandbox.addresses.gatewayURL, "--non-interactive",
                "--runtime", "local", "--set-current")
            try scene.expect(first, second, try await scene.noetl("context", "list"), are: "init-new")
            let saved = try scene.home.context("new")
            #expect(saved["server_url"] == scene.sandbox.addresses.gatewayURL)
            #expect(saved["gateway_auth0_domain"] == scene.sandbox.addresses.tenantDomain)
            #expect(saved["gateway_auth0_client_id"] == scene.sandbox.addresses.clientID)
            #expect(saved["runtime"] == "distributed")
            #expect(scene.asked == ["gateway GET /api/runtime/contract", "gateway GET /api/runtime/contract"])
        }
    }

    @Test("the first context becomes current, and can log in as it is")
    func first() async throws {
        try await Scene.play { scene in
            try FileManager.default.removeItem(atPath: scene.home.configPath)
            let made = try await scene.noetl(
                "context", "init", "prod", "--from-gateway", scene.sandbox.addresses.gatewayURL, "-y")
            #expect(made.output.contains("added (current)"))
            let login = try await scene.noetl(
                "auth", "login", "--browser-pkce", "--context", "prod", "--pkce-port", "\(scene.port)")
            try scene.expectSaved(login)
        }
    }

    @Test("an existing context shows what changes, and keeps its session with its gateway alone")
    func existing() async throws {
        try await Scene.play { scene in
            let gateway = scene.sandbox.addresses.gatewayURL
            try scene.configure(
                scene.entry("old", session: "token-canary", gateway: "https://old.acme.com")
                    + "    gateway_auth0_audience: https://old.acme.com/api\n    gateway_auth0_client_secret: canary\n")
            let foreign = try await scene.noetl("context", "init", "old", "--from-gateway", gateway, "--yes")
            #expect(try scene.home.context("old")["gateway_session_token"] == "null")
            try scene.configure(scene.entry("old", session: "token-canary"))
            let same = try await scene.noetl("context", "init", "old", "--from-gateway", gateway, "--yes")
            #expect(try scene.home.context("old")["gateway_session_token"] == "token-canary")
            let before = try scene.home.text(of: ".noetl/config.yaml")
            let again = try await scene.noetl("context", "init", "old", "--from-gateway", gateway, "--yes")
            #expect(try scene.home.text(of: ".noetl/config.yaml") == before)
            try scene.expect(foreign, same, again, are: "init-existing")
        }
    }

    @Test("a gateway without Auth0, or with half of it, gives what it has, with a warning")
    func incomplete() async throws {
        try await Scene.play { scene in
            scene.sandbox.script.contract = .withoutAuth0
            let none = try await scene.noetl(
                "context", "init", "none", "--from-gateway", scene.sandbox.addresses.gatewayURL, "--yes")
            scene.sandbox.script.contract = .without(fields: ["client_id", "redirect_uri"])
            let half = try await scene.noetl(
                "context", "init", "half", "--from-gateway", scene.sandbox.addresses.gatewayURL, "--yes")
            try scene.expect(none, half, are: "init-incomplete")
            #expect(
                try scene.home.context("none") == [
                    "server_url": scene.sandbox.addresses.gatewayURL, "runtime": "distributed",
                ])
        }
    }

    @Test("bad answers are errors, and nothing is written")
    func badAnswers() async throws {
        let contract = { (auth0: String) in
            ScriptedAnswer.reply(
                status: 200, headers: ["content-type": "application/json"],
                body: #"{"gateway_version":"3.12.0\u001b[31m","auth0":\#(auth0)}"#)
        }
        let answers: [ScriptedAnswer] = [
            .empty(404), .empty(500), .proxyPage(), .redirect(to: "https://evil.example/x"),
            .reply(status: 200, headers: ["content-type": "text/html"], body: "<html>canary</html>"),
            .reply(status: 200, body: "{}"), .reply(status: 200, body: "[1]"), .drop,
            contract(#"{"domain":"evil.example/path","client_id":"x"}"#),
            contract(#"{"domain":"http://evil.example"}"#),
            contract(#"{"domain":"a\u001b]0;x\u0007.com"}"#), contract(#"{"domain":"a.com","client_id":"a b"}"#),
            contract(#"{"domain":"a.com","redirect_uri":"javascript:x"}"#), contract(#"{"domain":17}"#),
            .flood(bytes: 3 << 20),
        ]
        try await Scene.play { scene in
            var text = ""
            for answer in answers {
                scene.sandbox.script.answer(.contract, with: answer)
                let outcome = try await scene.noetl(
                    "context", "init", "prod", "--from-gateway", scene.sandbox.addresses.gatewayURL, "--yes")
                #expect(outcome.status == 1)
                #expect(outcome.output.isEmpty)
                #expect(!outcome.error.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
                text += outcome.error + "\n"
            }
            try scene.expect(
                ProgramOutcome(arguments: ["context", "init"], status: 1, output: "", error: text), are: "init-bad")
            try scene.expectNothingSaved()
        }
    }

    @Test("what cannot be is said before the gateway is asked")
    func refused() async throws {
        try await Scene.play { scene in
            let gateway = scene.sandbox.addresses.gatewayURL
            let outcomes = try await [
                scene.noetl("context", "init", "new", "--from-gateway", gateway),
                scene.noetl("context", "init", "new"),
                scene.noetl("context", "init", "--from-gateway", gateway, "--yes"),
                scene.noetl("context", "init", "", "--from-gateway", gateway, "--yes"),
                scene.noetl("context", "init", "new", "--from-gateway", "gateway.acme.com", "--yes"),
                scene.noetl("context", "init", "new", "--from-gateway", "https://u:canary@gateway.acme.com", "--yes"),
                scene.noetl("context", "init", "new", "--from-gateway", gateway, "--yes", "--runtime", "cloud"),
            ]
            for outcome in outcomes { #expect(outcome.status == 1) }
            try scene.expect(
                outcomes[0], outcomes[1], outcomes[2], outcomes[3], outcomes[4], outcomes[5], outcomes[6],
                are: "init-refused")
            #expect(scene.asked.isEmpty)
            try scene.expectNothingSaved()
        }
    }
}

extension TerminalTests {
    /// `context init` with a person there.
    @Suite("Context init", .timeLimit(.minutes(5)))
    struct ContextInitQuestionTests {
        @Test(
            "it asks: Enter is yes for a new context and no for an existing one",
            arguments: [("new", "", true), ("new", "n", false), ("old", "", false), ("old", "y", true)])
        func question(_ name: String, _ answer: String, _ isWritten: Bool) async throws {
            try await Scene.play { scene in
                try scene.configure(scene.entry("old", gateway: "https://old.acme.com"))
                let before = try scene.home.text(of: ".noetl/config.yaml")
                try await Terminal.run(
                    "context", "init", name, "--from-gateway", scene.sandbox.addresses.gatewayURL, in: scene
                ) { terminal in
                    try await terminal.wait(for: name == "new" ? "Write it? [Y/n]" : "Replace these settings? [y/N]")
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                    let screen = try await terminal.screen
                    #expect(
                        screen.contains("Next step:  noetl auth login --browser-pkce --context \(name)") == isWritten)
                }
                #expect((try scene.home.text(of: ".noetl/config.yaml") != before) == isWritten)
            }
        }
    }
}
