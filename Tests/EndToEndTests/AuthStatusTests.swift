import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// `auth status` and `auth token`: what is known of the sessions that logins left.
@Suite("Session status and token", .timeLimit(.minutes(5)))
struct AuthStatusTests {
    private static let stranger = String(repeating: "a", count: 32)

    /// A config with `prod` in it, this session on it, and what comes below.
    private func configure(
        _ scene: Scene, session: String?, hours: Double? = 8, gateway: String? = nil, more: String = ""
    ) throws {
        try scene.home.write(
            "current_context: prod\ncontexts:\n"
                + scene.entry(
                    "prod", session: session, expires: hours.map { Date(timeIntervalSinceNow: $0 * 3_600) },
                    gateway: gateway) + more,
            to: ".noetl/config.yaml")
    }

    @Test("a valid session is shown with user, roles, gateway and expiry, and status 0")
    func valid() async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try configure(scene, session: session, hours: nil)
            let human = try await scene.noetl("auth", "status")
            let json = try await scene.noetl("auth", "status", "--json")
            try scene.expect(human, json, are: "status-valid")
            #expect(scene.asked == Array(repeating: "gateway POST /api/auth/validate", count: 2))
            #expect(!"\(human.output)\(json.output)\(human.error)".contains(session))
        }
    }

    @Test("a session that the gateway does not know is 77, whatever the saved expiry says")
    func expired() async throws {
        try await Scene.play { scene in
            try configure(scene, session: Self.stranger)
            let human = try await scene.noetl("auth", "status")
            let json = try await scene.noetl("auth", "status", "--json")
            try scene.configure(scene.entry("stage", session: Self.stranger))
            let other = try await scene.noetl("auth", "status", "--context", "stage")
            try scene.expect(human, json, other, are: "status-expired")
            #expect([human, json, other].allSatisfy { $0.status == 77 && !$0.output.contains(Self.stranger) })
        }
    }

    @Test("without a session nobody is asked, and the status is 77")
    func none() async throws {
        try await Scene.play { scene in
            let human = try await scene.noetl("auth", "status")
            let json = try await scene.noetl("auth", "status", "--json")
            try scene.expect(human, json, are: "status-none")
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("offline the saved expiry decides, an unknown one is valid, and nobody is asked")
    func offline() async throws {
        try await Scene.play { scene in
            var outcomes: [ProgramOutcome] = []
            for hours in [8, -2, nil] as [Double?] {
                try configure(scene, session: Self.stranger, hours: hours)
                outcomes.append(try await scene.noetl("auth", "status", "--offline"))
                let json = try await scene.noetl("auth", "status", "--offline", "--json")
                #expect(json.status == outcomes.last?.status)
            }
            try scene.expect(outcomes[0], outcomes[1], outcomes[2], are: "status-offline")
            #expect(outcomes.map(\.status) == [0, 77, 0])
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("a gateway that cannot be asked is status 1")
    func unreachable() async throws {
        try await Scene.play { scene in
            try configure(scene, session: Self.stranger, gateway: "https://127.0.0.1:\(scene.port)")
            let human = try await scene.noetl("auth", "status")
            let json = try await scene.noetl("auth", "status", "--json")
            try configure(scene, session: Self.stranger)
            scene.sandbox.script.answer(
                .validate, with: .failure(.gatewayBusy), .proxyPage(), .reply(status: 200, body: "{}"))
            let busy = try await scene.noetl("auth", "status")
            let proxy = try await scene.noetl("auth", "status")
            let odd = try await scene.noetl("auth", "status")
            try scene.expect(human, json, busy, proxy, odd, are: "status-unreachable")
        }
    }

    @Test("a session goes to no gateway unencrypted without leave")
    func exposed() async throws {
        try await Scene.play { scene in
            try configure(scene, session: Self.stranger, gateway: "http://gateway.invalid")
            let refused = try await scene.noetl("auth", "status")
            let offline = try await scene.noetl("auth", "status", "--offline")
            try configure(scene, session: Self.stranger, gateway: "ftp://gateway.acme.com")
            let wrong = try await scene.noetl("auth", "status")
            try scene.home.write(
                "current_context: prod\ncontexts:\n  prod:\n    gateway_session_token: \(Self.stranger)\n",
                to: ".noetl/config.yaml")
            let homeless = try await scene.noetl("auth", "status")
            try scene.expect(refused, offline, wrong, homeless, are: "status-exposed")
            // With leave it goes out: to a name that cannot be resolved.
            try configure(scene, session: Self.stranger, gateway: "http://gateway.invalid")
            let allowed = try await scene.noetl("auth", "status", "--insecure-http")
            #expect(allowed.error.hasPrefix("Could not reach the gateway."))
        }
    }

    @Test("--all shows every context, and one gateway that is away does not spoil the others")
    func all() async throws {
        try await Scene.play { scene in
            let session = try await scene.newSession()
            try configure(scene, session: session, hours: nil)
            let good = try await scene.noetl("auth", "status", "--all")
            let more =
                scene.entry("stage", session: Self.stranger) + scene.entry("new")
                + scene.entry("away", session: Self.stranger, gateway: "https://127.0.0.1:\(scene.port)")
                + scene.entry("open", session: Self.stranger, gateway: "http://gateway.invalid")
            try configure(scene, session: session, hours: nil, more: more)
            let human = try await scene.noetl("auth", "status", "--all")
            let json = try await scene.noetl("auth", "status", "--all", "--json")
            let offline = try await scene.noetl("auth", "status", "--all", "--offline")
            try configure(
                scene, session: session, hours: nil,
                more: scene.entry("away", session: Self.stranger, gateway: "https://127.0.0.1:\(scene.port)"))
            let away = try await scene.noetl("auth", "status", "--all")
            try scene.expect(good, human, json, offline, away, are: "status-all")
            #expect([good, human, json, offline, away].map(\.status) == [0, 77, 77, 77, 1])
            #expect(!"\(human)\(json)\(offline)".contains(session))
        }
    }

    @Test("without contexts there is nothing to show, and --all excludes --context")
    func edges() async throws {
        try await Scene.play { scene in
            let both = try await scene.noetl("auth", "status", "--all", "--context", "prod")
            let unknown = try await scene.noetl("auth", "status", "--context", "nope")
            let named = try await scene.noetl("auth", "status", with: ["NOETL_CONTEXT": "nope"])
            let stray = try await scene.noetl("auth", "status", "prod")
            try scene.home.write("", to: ".noetl/config.yaml")
            let nothing = try await scene.noetl("auth", "status", "--all")
            let empty = try await scene.noetl("auth", "status", "--all", "--json")
            let current = try await scene.noetl("auth", "status")
            try scene.home.write("contexts: [", to: ".noetl/config.yaml")
            let broken = try await scene.noetl("auth", "status", "--all")
            try scene.expect(
                both, unknown, named, stray, nothing, empty, current, broken, are: "status-edges")
        }
    }

    @Test("what a gateway says of the user cannot reach the terminal raw")
    func hostile() async throws {
        try await Scene.play { scene in
            let text = SandboxScript.hostileText
            let body = try JSONSerialization.data(withJSONObject: [
                "valid": true, "user": ["email": text, "roles": [text]], "expires_at": text,
            ])
            scene.sandbox.script.always(.validate, .reply(status: 200, body: String(decoding: body, as: UTF8.self)))
            try configure(scene, session: Self.stranger, hours: nil)
            for flags in [[], ["--all"], ["--json"]] {
                let outcome = try await scene.run(["auth", "status"] + flags)
                #expect(outcome.status == 0, "\(outcome.error)")
                #expect(
                    !outcome.output.unicodeScalars.contains {
                        $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}" || $0 == "\u{9B}")
                    })
            }
        }
    }

    @Test("the token is printed alone, for as long as the saved expiry allows")
    func token() async throws {
        try await Scene.play { scene in
            for hours in [8, nil] as [Double?] {
                try configure(scene, session: Self.stranger, hours: hours)
                let outcome = try await scene.noetl("auth", "token")
                #expect(outcome.status == 0)
                #expect(outcome.output == Self.stranger + "\n")
                #expect(outcome.error.isEmpty)
            }
            try configure(scene, session: Self.stranger, hours: -2, more: scene.entry("stage"))
            let expired = try await scene.noetl("auth", "token")
            let none = try await scene.noetl("auth", "token", "--context", "stage")
            let unknown = try await scene.noetl("auth", "token", "--context", "nope")
            let stray = try await scene.noetl("auth", "token", "prod")
            try configure(scene, session: "\"a b\\e[31m\"")
            let unusable = try await scene.noetl("auth", "token")
            try scene.expect(expired, none, unknown, stray, unusable, are: "token")
            #expect([expired, none, unknown, stray, unusable].allSatisfy { $0.output.isEmpty })
            #expect([expired, none].allSatisfy { $0.status == 77 })
            #expect(scene.sandbox.requests.isEmpty)
        }
    }
}
