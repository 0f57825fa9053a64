import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// One test's world: a sandbox over TLS, a home folder with the context `prod` in it, and the built program.
struct Scene: Sendable {
    /// Where the login goes.
    let sandbox: Sandbox
    /// Where the program lives.
    let home: TemporaryHome
    /// A port of this test alone, allowlisted at the tenant.
    let port: Int

    /// Scenes start programs; so many are enough for a small machine.
    private static let turns = Turns(6)

    /// Sets everything up, runs `body`, and takes the sandbox down.
    static func play(
        _ settings: SandboxSettings = .init(), _ body: @Sendable (Scene) async throws -> Void
    ) async throws {
        await turns.take()
        defer { turns.giveBack() }
        try await Sandbox.with(settings) { sandbox in
            let scene = Scene(sandbox: sandbox, home: try TemporaryHome(), port: FreePort.next())
            sandbox.script.allow(scene.redirect)
            try scene.configure()
            try await body(scene)
        }
    }

    /// Where a PKCE login comes back to.
    var redirect: String { "http://127.0.0.1:\(port)/callback" }

    /// Writes the config: the context `prod`, current, and whatever lines are added below it.
    func configure(_ more: String = "", current: String = "prod") throws {
        try home.write(
            "current_context: \(current)\ncontexts:\n" + entry("prod") + more, to: ".noetl/config.yaml")
    }

    /// A context of the sandbox as the config file has it.
    func entry(_ name: String, session: String? = nil, expires: Date? = nil, gateway: String? = nil) -> String {
        var lines = [
            "  \(name):", "    server_url: \(gateway ?? sandbox.addresses.gatewayURL)", "    runtime: distributed",
            "    gateway_auth0_domain: \(sandbox.addresses.tenantDomain)",
            "    gateway_auth0_client_id: \(sandbox.addresses.clientID)",
        ]
        if let session { lines.append("    gateway_session_token: \(session)") }
        if let expires { lines.append("    gateway_session_expires_at: '\(expires.formatted(.iso8601))'") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The whole environment of the program; the browser is one that signs in.
    var environment: [String: String] {
        [
            "HOME": home.path, "TMPDIR": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "80",
            "NOETL_CA_FILE": sandbox.addresses.caFile, "NOETL_SANDBOX_CA": sandbox.addresses.caFile,
            "BROWSER": "\(BuiltBinary.sandbox.path) browse %s",
        ]
    }

    /// Runs the program to its end.
    func noetl(
        _ arguments: String..., input: String? = nil, with variables: [String: String?] = [:], umask: String? = nil
    ) async throws -> ProgramOutcome {
        try await run(arguments, input: input, with: variables, umask: umask)
    }

    /// Runs the program to its end.
    func run(
        _ arguments: [String], input: String? = nil, with variables: [String: String?] = [:], umask: String? = nil
    ) async throws -> ProgramOutcome {
        try await BuiltBinary.noetl.run(
            arguments, environment: environment(with: variables), input: input, umask: umask)
    }

    /// Starts the program and hands it to `body`.
    func start(
        _ arguments: String..., with variables: [String: String?] = [:],
        _ body: @Sendable (RunningProgram) async throws -> Void
    ) async throws -> ProgramOutcome {
        try await BuiltBinary.noetl.start(arguments, environment: environment(with: variables), body)
    }

    /// The environment with some variables set, or unset (nil).
    func environment(with variables: [String: String?]) -> [String: String] {
        environment.mapValues { Optional($0) }.merging(variables) { $1 }.compactMapValues { $0 }
    }

    /// The paths that the sandbox was asked for, browser visits aside.
    var asked: [String] {
        // The question that only opens a connection comes at any moment.
        sandbox.requests.filter { $0.headers["user-agent"] != "noetl-sandbox-browser" && $0.endpoint != .health }
            .map { "\($0.server.rawValue) \($0.method) \($0.path)" }
    }

    /// A gateway session made without the program under test.
    func newSession() async throws -> String {
        let outcome = try await noetl(
            "auth", "login", "--auth0-token", "-", "--no-save", "--json", input: try sandbox.issueTokens().idToken)
        sandbox.forgetRequests()
        let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return try #require(answer?["session_token"] as? String)
    }
}

extension Scene {
    /// Expects the outcomes, one below the other, to be what the golden of this name holds.
    func expect(
        _ outcomes: ProgramOutcome..., are name: String, names: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expect(outcomes, are: name, names: names, sourceLocation: sourceLocation)
    }

    /// The same with the outcomes in an array.
    func expect(
        _ outcomes: [ProgramOutcome], are name: String, names: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let placeholders = placeholders(names)
        let text = outcomes.map { placeholders.apply(to: transcript(of: $0)) }.joined(separator: "\n")
        try Goldens().expect(text, is: name, sourceLocation: sourceLocation)
    }

    /// Names for what is another text in every run: addresses, folders, and `names`.
    func placeholders(_ names: [String: String] = [:]) -> Placeholders {
        let addresses = sandbox.addresses
        let literals = [
            addresses.tenantDomain: "localhost:<TENANT>",
            addresses.gatewayURL: "https://localhost:<GATEWAY>",
            String(addresses.gatewayURL.dropFirst("https://".count)): "localhost:<GATEWAY>",
            addresses.gatewayPlainURL: "http://127.0.0.1:<GATEWAY>",
            home.path: "<HOME>", addresses.caFile: "<CA>", String(port): "<PORT>",
        ]
        return Placeholders(literals.merging(names) { $1 })
    }

    private func transcript(of outcome: ProgramOutcome) -> String {
        let words = outcome.arguments.map { word in
            let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:@%+=,".contains($0) }
            return isPlain ? word : "'\(word)'"
        }
        var text = "$ \((["noetl"] + words).joined(separator: " "))\nstatus \(outcome.status)\n"
        for (name, content) in [("stdout", outcome.output), ("stderr", outcome.error)] where !content.isEmpty {
            text += "--- \(name)\n\(content)"
            // A missing line end shows.
            if !content.hasSuffix("\n") { text += "⏎ no newline\n" }
        }
        return text
    }
}
