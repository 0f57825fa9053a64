import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

/// `auth doctor` as people and scripts see it.
@Suite("auth doctor", .timeLimit(.minutes(5)))
struct DoctorCommandTests {
    /// `prod` with the redirect URI of this test, so that the port is this test's own.
    private func configure(_ scene: Scene, session: String? = nil, gateway: String? = nil, domain: String? = nil) throws
    {
        var entry = scene.entry("prod", session: session, gateway: gateway)
        entry += "    gateway_auth0_redirect_uri: \(scene.redirect)\n"
        if let domain { entry = entry.replacing(scene.sandbox.addresses.tenantDomain, with: domain) }
        try scene.home.write("current_context: prod\ncontexts:\n" + entry, to: ".noetl/config.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scene.home.path(of: ".noetl"))
    }

    @Test("nothing in the way: status 0, for people and as JSON, with marks that a C locale has too")
    func healthy() async throws {
        try await Scene.play { scene in
            try configure(scene, session: try await scene.newSession())
            let human = try await scene.noetl("auth", "doctor")
            let ascii = try await scene.noetl("auth", "doctor", with: ["LANG": "C"])
            #expect([human, ascii].allSatisfy { $0.status == 0 && $0.error.isEmpty })
            #expect(human.output.hasSuffix("\n\nNothing stands in the way of a login.\n"))
            let lines = human.output.split(separator: "\n").dropLast()
            #expect(lines.count == 12 && lines.allSatisfy { $0.hasPrefix("✓ ") })
            #expect(ascii.output.split(separator: "\n").dropLast().allSatisfy { $0.hasPrefix("+ ") })
            let json = try await scene.noetl("auth", "doctor", "--json")
            #expect(json.status == 0)
            let findings = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: String]])
            #expect(
                findings.map { $0["check"] } == [
                    "config", "gateway", "tenant", "tls", "tls", "proxy", "clock", "port", "redirect",
                    "grants", "browser", "session",
                ])
            #expect(findings.allSatisfy { $0["state"] == "ok" && $0.keys.count == 5 })
        }
    }

    @Test("what is in the way, each with its remedy, and status 1")
    func problems() async throws {
        try await Scene.play { scene in
            let gone = FreePort.next()
            try configure(scene, gateway: "https://localhost:\(gone)", domain: "localhost:\(FreePort.next())")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: scene.home.path(of: ".noetl/config.yaml"))
            let holder = try #require(PortHolder(scene.port))
            let human = try await scene.noetl("auth", "doctor")
            let json = try await scene.noetl("auth", "doctor", "--json")
            withExtendedLifetime(holder) {}
            #expect([human, json].map(\.status) == [1, 1])
            #expect(
                human.output.contains(
                    "✗ The gateway was not reached.\n  localhost:\(gone): connection refused; nothing listens there.\n")
            )
            #expect(human.output.contains("! Others on this machine may read your sessions.\n"))
            #expect(human.output.contains("  chmod 0600 \(scene.home.path(of: ".noetl/config.yaml"))\n"))
            #expect(human.output.contains("✗ The Auth0 tenant was not reached.\n"))
            #expect(human.output.contains("✗ The browser could not come back to this machine.\n"))
            #expect(human.output.hasSuffix("\n\n3 things stand in the way of a login.\n"))
            #expect(scene.sandbox.requests.isEmpty)
        }
    }

    @Test("no session is in nobody's way: status 0, and never 77")
    func noSession() async throws {
        try await Scene.play { scene in
            try configure(scene, session: String(repeating: "a", count: 32))
            let outcome = try await scene.noetl("auth", "doctor", "--context", "prod")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("! The session is over.\n  Log in: noetl auth login --context prod\n"))
            let unknown = try await scene.noetl("auth", "doctor", "--context", "nope", "--json")
            #expect(unknown.status == 1)
            #expect(unknown.output.contains(#""check" : "config""#))
        }
    }
}
