import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What the doctor finds, against the sandbox over real sockets and TLS.
@Suite("Doctor", .timeLimit(.minutes(5)))
struct DoctorTests {
    /// All findings for a browser login on `prod`, with a port of this test alone.
    private func findings(
        _ stage: FlowStage, in world: World? = nil, port: Int? = nil, isAllowed: Bool = true,
        change: (inout LoginRequest) -> Void = { _ in }
    ) async -> [DoctorFinding] {
        var request = stage.request(.pkce(loginHint: nil))
        let port = port ?? FreePort.next()
        request.overrides.pkcePort = port
        if isAllowed { stage.sandbox.script.allow("http://127.0.0.1:\(port)/callback") }
        change(&request)
        var findings: [DoctorFinding] = []
        for await finding in Doctor(contexts: stage.contexts, world: world ?? stage.world()).findings(for: request) {
            findings.append(finding)
        }
        return findings
    }

    private func edit(_ stage: FlowStage, _ edits: [ContextField: ContextChange.Edit]) throws {
        try stage.contexts.edit { file throws(NoetlError) in try file.apply(ContextChange(edits), to: "prod") }
    }

    @Test("where nothing is wrong, all checks say so, in order, and nobody is signed in")
    func healthy() async throws {
        try await FlowStage.with { stage in
            _ = try await stage.events(of: stage.passwordRequest)
            stage.sandbox.forgetRequests()
            let found = await findings(stage)
            #expect(
                found.map(\.check) == [
                    .config, .gateway, .tenant, .tls, .tls, .proxy, .clock, .port, .redirect, .grants, .browser,
                    .session,
                ])
            #expect(found.allSatisfy { $0.state == .ok && $0.why.isEmpty && $0.next.isEmpty }, "\(found)")
            #expect(found.conclusion == "Nothing stands in the way of a login.")
            let paths = stage.sandbox.requests.map(\.path)
            #expect(
                paths == [
                    "/api/runtime/contract", "/.well-known/openid-configuration", "/authorize", "/api/auth/validate",
                ])
        }
    }

    @Test("a config file that others may read, with the command that changes that")
    func exposedFile() async throws {
        try await FlowStage.with { stage in
            let path = stage.contexts.file.path
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let found = await findings(stage).filter { $0.check == .config }
            #expect(found.map(\.state) == [.warning])
            #expect(found.first?.why == "\(path) has the mode 0644.")
            #expect(found.first?.next == "chmod 0600 \(path)")
        }
    }

    @Test(
        "a config that cannot be read, or lacks the context, is all that is found", arguments: ["contexts: [\n", "{}"])
    func noConfig(_ text: String) async throws {
        try await FlowStage.with { stage in
            try Data(text.utf8).write(to: stage.contexts.file)
            let found = await findings(stage)
            #expect(found.map(\.check) == [.config])
            #expect(found.map(\.state) == [.problem])
            #expect(found.first?.next.isEmpty == false)
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test("a gateway that is not there hides nothing of the tenant")
    func noGateway() async throws {
        try await FlowStage.with { stage in
            try edit(stage, [.serverURL: .set("https://127.0.0.1:\(FreePort.next())")])
            let found = await findings(stage)
            #expect(
                found.map(\.check) == [
                    .config, .gateway, .tenant, .tls, .proxy, .clock, .port, .redirect, .grants, .browser,
                ])
            let gateway = try #require(found.first { $0.check == .gateway })
            #expect(gateway.state == .problem)
            #expect(gateway.what == "The gateway was not reached.")
            #expect(gateway.why.contains("connection refused"))
            #expect(found.conclusion == "One thing stands in the way of a login.")
        }
    }

    @Test("a gateway that does not know its own settings is there all the same")
    func noContract() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.contract, .empty(404))
            let gateway = try #require(await findings(stage).first { $0.check == .gateway })
            #expect(gateway.state == .warning)
            #expect(gateway.why.contains("answered 404"))
        }
    }

    @Test("another Auth0 application than the gateway's is named, with the command that takes the gateway's")
    func otherApplication() async throws {
        try await FlowStage.with { stage in
            let domain = stage.sandbox.addresses.tenantDomain
            let plain = "http://127.0.0.1:\(URL(string: stage.sandbox.addresses.tenantPlainURL)?.port ?? 0)"
            try edit(stage, [.auth0Domain: .set(plain), .auth0ClientID: .set("other client")])
            let found = await findings(stage).filter { $0.check == .gateway }
            #expect(found.map(\.state) == [.ok, .problem])
            #expect(found.last?.why.contains("the gateway says \(domain), the login uses \(plain)") == true)
            #expect(
                found.last?.next.hasPrefix(
                    "noetl context update prod --auth0-domain=\(domain) --auth0-client-id=") == true)
            try edit(stage, [.auth0Domain: .set(domain)])
            let milder = await findings(stage).filter { $0.check == .gateway }
            #expect(milder.map(\.state) == [.ok, .warning])
        }
    }

    @Test("a missing client ID is named with the command that sets it, and the rest is looked at")
    func noApplication() async throws {
        try await FlowStage.with { stage in
            try edit(stage, [.auth0ClientID: .clear])
            let found = await findings(stage)
            let tenant = try #require(found.first { $0.check == .tenant })
            #expect(tenant.state == .problem)
            #expect(tenant.next == "Set it: noetl context update prod --auth0-client-id=<id>")
            #expect(found.contains { $0.check == .port } && !found.contains { $0.check == .grants })
        }
    }

    @Test("a tenant that is none, and one that calls itself otherwise")
    func otherTenant() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.answer(
                .configuration, with: .proxyPage(200),
                .reply(status: 200, body: #"{"issuer":"https://evil\u001b[2J.example/"}"#))
            let none = try #require(await findings(stage).first { $0.check == .tenant })
            #expect(none.state == .problem)
            #expect(none.what == "This is no Auth0 tenant.")
            let found = await findings(stage)
            let other = try #require(found.first { $0.check == .tenant })
            #expect(other.state == .problem)
            #expect(other.why.hasPrefix("It calls itself https://evil[2J.example/,"))
            let grants = try #require(found.first { $0.check == .grants })
            #expect(grants.state == .warning)
        }
    }

    @Test("an authority that is not known is named, and the flag that trusts it")
    func untrusted() async throws {
        try await FlowStage.with { stage in
            let environment = Environment([:])
            let http = SystemHTTP(trust: TrustSettings(caFile: nil, environment: environment), environment: environment)
            let found = await findings(stage, in: .forTests(http: http, clock: .system))
            for check in [DoctorFinding.Check.gateway, .tenant] {
                let finding = try #require(found.first { $0.check == check })
                #expect(finding.state == .problem)
                #expect(finding.why.contains("issuer:"))
                #expect(finding.next.contains("--ca-file"))
            }
            #expect(!found.contains { $0.check == .tls || $0.check == .clock || $0.check == .session })
        }
    }

    @Test(
        "a clock that is off, by how much and which way",
        arguments: [
            (0, .ok, "clock is right to within 1s."), (30, .ok, "clock is right to within "),
            (-30, .ok, "clock is right to within "), (120, .warning, " ahead."), (-120, .warning, " behind."),
            (7_200, .problem, " ahead."), (-7_200, .problem, " behind."),
        ] as [(TimeInterval, DoctorFinding.State, String)])
    func clock(_ offset: TimeInterval, _ state: DoctorFinding.State, _ words: String) async throws {
        try await FlowStage.with { stage in
            var world = stage.world()
            world.now = { Date(timeIntervalSinceNow: offset) }
            let clock = try #require(await findings(stage, in: world).first { $0.check == .clock })
            #expect(clock.state == state)
            #expect(clock.what.contains(words))
            #expect(clock.next.isEmpty == (state == .ok))
        }
    }

    @Test("a redirect URI that the tenant does not accept, and one of which it does not say")
    func redirect() async throws {
        try await FlowStage.with { stage in
            let rejected = try #require(await findings(stage, isAllowed: false).first { $0.check == .redirect })
            #expect(rejected.state == .problem)
            #expect(rejected.why.contains("/callback is not among the \"Allowed Callback URLs\" of the application."))
            #expect(rejected.next.hasPrefix("Add it there: Auth0 dashboard > Applications > "))
            stage.sandbox.script.answer(.silentAuthorize, with: .empty(429))
            let unknown = try #require(await findings(stage).first { $0.check == .redirect })
            #expect(unknown.state == .warning)
            #expect(unknown.why.hasSuffix("/callback, it answered with status 429."))
        }
    }

    @Test("nowhere to open a browser is no problem, with the other ways")
    func nowhere() async throws {
        try await FlowStage.with { stage in
            for (variables, reason, next) in [
                (["SSH_CONNECTION": "1.2.3.4 5 10.0.0.7 22"], "over SSH", "ssh -L "), ([:], "no display", "--browser"),
            ] {
                let browser = SystemBrowser(environment: Environment(variables), facts: .init())
                let found = try #require(
                    await findings(stage, in: stage.world(browser: browser)).first { $0.check == .browser })
                #expect(found.state == .warning)
                #expect(found.why.contains(reason))
                #expect(found.next.contains(next))
            }
        }
    }

    @Test("a certificate that ends soon, with its issuer")
    func certificate() async throws {
        try await FlowStage.with { stage in
            var world = stage.world()
            // Certificates are made to the second, and the one of the sandbox some time before it is looked at: half a
            // minute either way is the same answer.
            world.now = { Date(timeIntervalSinceNow: 6 * 86_400 + 30) }
            let found = await findings(stage, in: world).filter { $0.check == .tls }
            #expect(found.map(\.state) == [.warning, .warning])
            #expect(found.first?.what.contains("The certificate of the gateway is trusted until ") == true)
            #expect(found.first?.what.hasSuffix("its issuer is CN=noetl sandbox authority,O=noetl sandbox.") == true)
            #expect(found.first?.why == "That is in 23h 59m.")
        }
    }

    @Test("a port that another program has")
    func takenPort() async throws {
        try await FlowStage.with { stage in
            let port = FreePort.next()
            let holder = try await LoopbackListener.listen(
                for: LoopbackRedirect(port: port), expecting: ExpectedCallback(state: Secret("x"), issuer: ""),
                pending: PendingPage())
            let found = try #require(await findings(stage, port: port).first { $0.check == .port })
            await holder.close()
            #expect(found.state == .problem)
            #expect(found.why == "Port \(port) on 127.0.0.1 is taken by another program.")
            #expect(await FreePort.isGivenBack(port))
            let free = try #require(await findings(stage, port: port).first { $0.check == .port })
            #expect(free.state == .ok)
            #expect(await FreePort.isGivenBack(port))
        }
    }

    @Test("a session that is over, or was never there, is in nobody's way")
    func session() async throws {
        try await FlowStage.with { stage in
            let none = await findings(stage)
            #expect(
                none.last
                    == DoctorFinding(
                        .session, .warning, "There is no session yet.", next: "Log in: noetl auth login --context prod")
            )
            #expect(none.conclusion == "Nothing stands in the way of a login.")
            try edit(stage, [.sessionToken: .set(String(repeating: "a", count: 32))])
            #expect(await findings(stage).last?.what == "The session is over.")
        }
    }

    @Test("who leaves the findings ends the work")
    func leaving() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.delay(.contract, by: .seconds(60))
            var request = stage.request(.pkce(loginHint: nil))
            request.overrides.pkcePort = FreePort.next()
            for await finding in Doctor(contexts: stage.contexts, world: stage.world()).findings(for: request) {
                #expect(finding.check == .config)
                break
            }
            #expect(!stage.sandbox.requests.contains { $0.endpoint == .configuration })
        }
    }

    @Test(
        "the one form of Date that servers may use",
        arguments: [
            ("Tue, 15 Nov 1994 08:12:31 GMT", 784_887_151), ("Tuesday, 15-Nov-94 08:12:31 GMT", nil), ("", nil),
        ] as [(String, TimeInterval?)])
    func date(_ text: String, _ seconds: TimeInterval?) {
        #expect(ClockWatch.date(text) == seconds.map { Date(timeIntervalSince1970: $0) })
    }
}
