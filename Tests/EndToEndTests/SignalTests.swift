import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// Signals while a login waits: the status names the signal, the port is free, nothing is saved.
@Suite("Signals", .timeLimit(.minutes(5)))
struct SignalTests {
    private static let signals: [(Int32, Int32)] = [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)]

    @Test("a signal ends the wait for the browser", arguments: Self.signals)
    func browser(_ signal: Int32, _ status: Int32) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)"
            ) { program in
                _ = try await Scene.address(program)
                #expect(!FreePort.isFree(scene.port))
                program.send(signal)
            }
            #expect(outcome.status == status)
            #expect(outcome.error == "Cancelled.\n")
            #expect(FreePort.isFree(scene.port))
            #expect(scene.sandbox.requests.isEmpty)
            try scene.expectNothingSaved()
        }
    }

    @Test("a signal ends the polling of a device login", arguments: Self.signals)
    func device(_ signal: Int32, _ status: Int32) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start("auth", "login", "--browser", "--no-browser-open") { program in
                _ = try await Scene.address(program)
                program.send(signal)
            }
            #expect(outcome.status == status)
            #expect(outcome.error == "Cancelled.\n")
            try scene.expectNothingSaved()
        }
    }

    @Test("a signal ends the wait for gateways that hang", arguments: [[], ["--all"]], Self.signals)
    func status(_ flags: [String], _ signal: (Int32, Int32)) async throws {
        try await Scene.play { scene in
            scene.sandbox.script.always(.validate, .hang)
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + scene.entry("prod", session: String(repeating: "a", count: 32)),
                to: ".noetl/config.yaml")
            let outcome = try await BuiltBinary.noetl.start(
                ["auth", "status", "--debug"] + flags, environment: scene.environment
            ) { program in
                _ = try await program.line(of: .error) { $0.hasPrefix("debug: asking ") }
                program.send(signal.0)
            }
            #expect(outcome.status == signal.1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.error.hasSuffix("\nCancelled.\n"))
        }
    }

    @Test("a signal ends a request that hangs")
    func request() async throws {
        try await Scene.play { scene in
            scene.sandbox.script.always(.login, .hang)
            let token = try scene.sandbox.issueTokens().idToken
            let outcome = try await scene.start("auth", "login", "--auth0-token", token, "--debug") { program in
                _ = try await program.line(of: .error) { $0.hasPrefix("debug: login in mode token") }
                program.send(SIGTERM)
            }
            #expect(outcome.status == 143)
            try scene.expectNothingSaved()
        }
    }

    @Test("under --json a cancelled login is an error object with the signal's status")
    func json() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)", "--json"
            ) { program in
                _ = try await Scene.address(program, of: .error)
                program.send(SIGTERM)
            }
            #expect(outcome.status == 143)
            #expect(outcome.output.contains("\"code\" : \"cancelled\""))
        }
    }

    @Test("a quit ends the wait and frees the port, and a broken pipe elsewhere ends nothing")
    func others() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.start(
                "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", "\(scene.port)"
            ) { program in
                _ = try await Scene.address(program)
                program.send(SIGPIPE)
                program.send(SIGQUIT)
            }
            #expect(outcome.status == 131)
            #expect(FreePort.isFree(scene.port))
            try scene.expectNothingSaved()
        }
    }
}
