import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What a config file says, in all the ways to write it.
@Suite struct ConfigReadingTests {
    @Test("the file of the other CLI reads whole")
    func otherCLI() throws {
        let contexts = try ConfigFile(text: ConfigSamples.rust).contexts
        #expect(contexts.current == "gke-prod")
        let context = try #require(contexts["gke-prod"])
        #expect(
            context
                == Context(
                    name: "gke-prod", serverURL: "https://gateway.acme.com", runtime: "distributed",
                    auth0: Auth0Settings(
                        domain: "acme.us.auth0.com", clientID: "Abc123XYZ",
                        redirectURI: "https://app.acme.com/login"),
                    kube: KubeSettings(context: "gke_acme_us-central1_prod", namespace: "noetl"),
                    session: CachedSession(token: Secret("69dd6f8a7621ca3cd1e8924460842bc6"))))
    }

    @Test("nothing at all reads as no contexts", arguments: ConfigSamples.empty)
    func empty(_ text: String) throws {
        #expect(try ConfigFile(text: text).contexts == Contexts())
    }

    @Test("styles of writing do not matter", arguments: ConfigSamples.styles)
    func styles(_ text: String) throws {
        let expected = Context(name: "p", serverURL: "u", kube: KubeSettings(remotePort: 7))
        #expect(try ConfigFile(text: text).contexts == Contexts(current: "p", all: [expected]))
    }

    @Test(
        "gateway_auth0_ wins over auth0_ where it says something",
        arguments: [
            ("gateway_auth0_domain: g", "g"), ("auth0_domain: a", "a"),
            ("gateway_auth0_domain: g\n    auth0_domain: a", "g"),
            ("auth0_domain: a\n    gateway_auth0_domain: g", "g"),
            ("gateway_auth0_domain: null\n    auth0_domain: a", "a"),
        ])
    func spellings(_ lines: String, _ domain: String) throws {
        let text = "contexts:\n  p:\n    server_url: u\n    \(lines)\n"
        #expect(try ConfigFile(text: text).contexts["p"]?.auth0.domain == domain)
    }

    @Test(
        "names that YAML could misread are names",
        arguments: [
            ("on", "on"), ("123", "123"), ("'~'", "~"), ("\"a: b\"", "a: b"), ("a/b:c", "a/b:c"), ("世界🙂", "世界🙂"),
            ("null", "null"), ("1.0", "1.0"), ("\"\\u00e9\"", "é"),
        ])
    func names(_ written: String, _ name: String) throws {
        let contexts = try ConfigFile(text: "contexts:\n  \(written):\n    server_url: u\n").contexts
        #expect(contexts.all.map(\.name) == [name])
    }

    @Test(
        "an expiry is optional and may be anyhow",
        arguments: [
            ("2026-11-24T02:14:05Z", 1_795_486_445), ("\"2026-11-24T02:14:05.000Z\"", 1_795_486_445),
            ("2026-11-24T03:14:05+01:00", 1_795_486_445), ("tomorrow", nil), ("null", nil), ("2026-11-24", nil),
        ] as [(String, Double?)])
    func expiry(_ written: String, _ seconds: Double?) throws {
        let text = "contexts:\n  p:\n    gateway_session_token: t\n    gateway_session_expires_at: \(written)\n"
        let session = try #require(try ConfigFile(text: text).contexts["p"]?.session)
        #expect(session.expiresAt == seconds.map(Date.init(timeIntervalSince1970:)))
    }

    @Test("contexts keep the order of the file")
    func order() throws {
        let text = "contexts: {z: {server_url: 1}, a: {server_url: 2}, m: }\n"
        #expect(try ConfigFile(text: text).contexts.all.map(\.name) == ["z", "a", "m"])
    }

    @Test("what is not ours is refused with its place, and nothing of it is shown", arguments: ConfigSamples.invalid)
    func invalid(_ sample: ConfigSamples.Invalid) {
        let error = #expect(throws: NoetlError.self) { try ConfigFile(data: sample.data, path: "/h/config.yaml") }
        #expect(error?.code == .configInvalid)
        #expect(error?.what.contains("/h/config.yaml") ?? false)
        #expect(error?.why.hasPrefix(sample.place) ?? false, "\(error?.why ?? "") for \(sample.place)")
        #expect(error?.lines.count == 3)
        #expect(!(error?.lines.joined().contains("canary") ?? true))
    }
}
