import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Edits change what they must, byte for byte, and nothing else.
@Suite struct ConfigEditingTests {
    /// A text, an edit, and the text after it.
    struct Row: Sendable {
        let before: String
        let edit: ConfigEdit
        let after: String

        init(_ before: String, _ edit: ConfigEdit, _ after: String) {
            self.before = before
            self.edit = edit
            self.after = after
        }
    }

    @Test("an edit gives exactly this text", arguments: values + additions + empties + flows + others)
    func edits(_ row: Row) throws {
        var file = try ConfigFile(text: row.before)
        try row.edit.run(on: &file)
        #expect(file.text == row.after)
    }

    @Test("the same edits keep CRLF and a byte order mark", arguments: values + additions + empties + others)
    func lineEnds(_ row: Row) throws {
        // A file of one line has no line end to keep.
        guard row.before.contains("\n") else { return }
        var file = try ConfigFile(text: "\u{FEFF}" + windows(row.before))
        try row.edit.run(on: &file)
        #expect(file.data == Data(("\u{FEFF}" + windows(row.after)).utf8))
    }

    private func windows(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }

    @Test("an edit that says what is so changes nothing")
    func unchanged() throws {
        var file = try ConfigFile(text: ConfigSamples.byHand)
        try file.apply(
            ContextChange([
                .auth0Domain: .set("acme.us.auth0.com"), .kubeService: .clear,
                .serverURL: .set("https://gateway.acme.com"),
            ]),
            to: "prod")
        try file.setCurrent("prod")
        try file.rename("prod", to: "prod")
        #expect(file.text == ConfigSamples.byHand)
    }

    @Test("all edits of a hand-written file leave the rest of it")
    func byHand() throws {
        var file = try ConfigFile(text: ConfigSamples.byHand)
        try file.apply(
            .session(CachedSession(token: Secret("new"), expiresAt: Date(timeIntervalSince1970: 0), user: "me@x")),
            to: "prod")
        try file.apply(
            ContextChange([.serverURL: .set("https://other.acme.com"), .auth0Audience: .set("api")]), to: "prod")
        try file.apply(ContextChange([.serverURL: .set("https://s2.acme.com"), .sessionToken: .clear]), to: "staging")
        try file.apply(ContextChange([.runtime: .set("auto"), .kubeRemotePort: .set(8082)]), to: "local")
        try file.apply(ContextChange([.serverURL: .set("http://new")]), to: "new")
        try file.setCurrent("new")
        let expected = ConfigSamples.byHand
            .replacing("current_context: prod ", with: "current_context: new ")
            .replacing("\"https://gateway.acme.com\"", with: "\"https://other.acme.com\"")
            .replacing(
                "balancer\n",
                with: """
                    balancer
                        gateway_session_token: new
                        gateway_session_expires_at: "1970-01-01T00:00:00Z"
                        gateway_session_user: me@x

                    """
            )
            .replacing("client_id: Abc123XYZ\n", with: "client_id: Abc123XYZ\n    auth0_audience: api\n")
            .replacing(">-\n      https://staging.acme.com", with: "https://s2.acme.com")
            .replacing("old-token\n", with: "null\n  new:\n    server_url: http://new\n    runtime: auto\n")
            .replacing("runtime: local }", with: "runtime: auto, kube_remote_port: 8082 }")
        #expect(file.text == expected)
    }

    private static let head = "current_context: null\ncontexts:\n"

    private static let values: [Row] = [
        Row(
            "contexts:\n  p:\n    server_url: a # c\n", .apply([.serverURL: .set("b")], "p"),
            "contexts:\n  p:\n    server_url: b # c\n"),
        Row(
            "contexts:\n  p:\n    server_url: 'a''b'  # c\n", .apply([.serverURL: .set("b'c")], "p"),
            "contexts:\n  p:\n    server_url: 'b''c'  # c\n"),
        Row(
            "contexts:\n  p:\n    server_url: \"a\\\"\"\n", .apply([.serverURL: .set("b")], "p"),
            "contexts:\n  p:\n    server_url: \"b\"\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n", .apply([.serverURL: .set("a b: c #d")], "p"),
            "contexts:\n  p:\n    server_url: \"a b: c #d\"\n"),
        Row(
            "contexts:\n  p:\n    kube_context:\n    server_url: a", .apply([.kubeContext: .set("k")], "p"),
            "contexts:\n  p:\n    kube_context: k\n    server_url: a"),
        Row(
            "contexts:\n  p:\n    kube_context: # why\n    server_url: a", .apply([.kubeContext: .set("k")], "p"),
            "contexts:\n  p:\n    kube_context: k # why\n    server_url: a"),
        Row(
            "contexts:\n  p:\n    kube_context: ~\n    server_url: a", .apply([.kubeContext: .set("~")], "p"),
            "contexts:\n  p:\n    kube_context: \"~\"\n    server_url: a"),
        Row(
            "contexts:\n  p:\n    server_url: >-\n      a\n      b\n    runtime: x\n",
            .apply([.serverURL: .set("b")], "p"), "contexts:\n  p:\n    server_url: b\n    runtime: x\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n      b\n\n      c\n    runtime: x\n",
            .apply([.serverURL: .set("b")], "p"), "contexts:\n  p:\n    server_url: b\n    runtime: x\n"),
        Row(
            "contexts:\n  p:\n    server_url:\n      a\n", .apply([.serverURL: .set("b")], "p"),
            "contexts:\n  p:\n    server_url:\n      b\n"),
        Row(
            "contexts:\n  p:\n    server_url: !!str 12\n", .apply([.serverURL: .set("b")], "p"),
            "contexts:\n  p:\n    server_url: b\n"),
        Row(
            "contexts:\n  p:\n    server_url: &u a\n", .apply([.serverURL: .set("b")], "p"),
            "contexts:\n  p:\n    server_url: &u b\n"),
        Row(
            "u: &u a\ncontexts:\n  p:\n    server_url: *u # c\n", .apply([.serverURL: .set("b")], "p"),
            "u: &u a\ncontexts:\n  p:\n    server_url: b # c\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n    kube_remote_port: '7'\n", .apply([.kubeRemotePort: .set(7)], "p"),
            "contexts:\n  p:\n    server_url: a\n    kube_remote_port: 7\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n    kube_remote_port: 7\n", .apply([.kubeRemotePort: .set(0)], "p"),
            "contexts:\n  p:\n    server_url: a\n    kube_remote_port: null\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n    runtime: local\n", .apply([.runtime: .clear], "p"),
            "contexts:\n  p:\n    server_url: a\n    runtime: auto\n"),
        Row(
            "contexts:\n  p:\n    auth0_domain: a\n", .apply([.auth0Domain: .set("b")], "p"),
            "contexts:\n  p:\n    auth0_domain: b\n"),
        Row(
            "contexts:\n  p:\n    auth0_domain: a\n    gateway_auth0_domain: g\n",
            .apply([.auth0Domain: .set("b")], "p"),
            "contexts:\n  p:\n    auth0_domain: a\n    gateway_auth0_domain: b\n"),
        Row(
            "contexts:\n  p:\n    auth0_domain: a\n    gateway_auth0_domain: null\n",
            .apply([.auth0Domain: .set("b")], "p"),
            "contexts:\n  p:\n    auth0_domain: b\n    gateway_auth0_domain: null\n"),
        Row(
            "contexts:\n  p:\n    auth0_domain: a\n    gateway_auth0_domain: g\n", .apply([.auth0Domain: .clear], "p"),
            "contexts:\n  p:\n    auth0_domain: null\n    gateway_auth0_domain: null\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n", .apply([.auth0Domain: .clear, .sessionToken: .set("")], "p"),
            "contexts:\n  p:\n    server_url: a\n"),
    ]

    private static let additions: [Row] = [
        Row(
            "contexts:\n  p:\n    server_url: a\n", .apply([.auth0Domain: .set("d")], "p"),
            "contexts:\n  p:\n    server_url: a\n    gateway_auth0_domain: d\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n    auth0_domain: x\n", .apply([.auth0ClientID: .set("d")], "p"),
            "contexts:\n  p:\n    server_url: a\n    auth0_domain: x\n    auth0_client_id: d\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n    auth0_domain: x\n    gateway_auth0_audience: null\n",
            .apply([.auth0ClientID: .set("d")], "p"),
            "contexts:\n  p:\n    server_url: a\n    auth0_domain: x\n"
                + "    gateway_auth0_client_id: d\n    gateway_auth0_audience: null\n"
        ),
        Row(
            "contexts:\n  p:\n      kube_service: s\n",
            .apply([.serverURL: .set("u"), .runtime: .set("local"), .kubeNamespace: .set("ns")], "p"),
            "contexts:\n  p:\n      server_url: u\n      runtime: local\n      kube_namespace: ns\n"
                + "      kube_service: s\n"
        ),
        Row(
            "contexts:\n  p:\n    server_url: a", .apply([.sessionToken: .set("t"), .sessionUser: .set("u")], "p"),
            "contexts:\n  p:\n    server_url: a\n    gateway_session_token: t\n    gateway_session_user: u"),
        Row(
            "d: &d\n  runtime: local\n  auth0_domain: x\ncontexts:\n  p:\n    <<: *d\n    server_url: a\n",
            .apply([.auth0Domain: .clear, .runtime: .set("auto")], "p"),
            "d: &d\n  runtime: local\n  auth0_domain: x\ncontexts:\n  p:\n    <<: *d\n"
                + "    server_url: a\n    runtime: auto\n    auth0_domain: null\n"
        ),
        Row(
            "contexts:\n  p:\n    server_url: a\n  # end\nmore: x\n", .apply([.serverURL: .set("u")], "q"),
            "contexts:\n  p:\n    server_url: a\n  q:\n    server_url: u\n    runtime: auto\n  # end\nmore: x\n"),
        Row(
            "contexts:\n    p:\n        server_url: a\n        # last\n\n\nmore: x\n",
            .apply([.serverURL: .set("u"), .kubeRemotePort: .set(1)], "q"),
            "contexts:\n    p:\n        server_url: a\n        # last\n    q:\n"
                + "        server_url: u\n        runtime: auto\n        kube_remote_port: 1\n\n\nmore: x\n"
        ),
        Row(
            "contexts:\n  p: {server_url: a}\n", .apply([.serverURL: .set("u")], "a: b"),
            "contexts:\n  p: {server_url: a}\n  \"a: b\":\n    server_url: u\n    runtime: auto\n"),
        Row(
            "contexts: &c\n  p: &p\n    server_url: a\n", .apply([.runtime: .set("u")], "p"),
            "contexts: &c\n  p: &p\n    server_url: a\n    runtime: u\n"),
    ]

    private static let empties: [Row] = [
        Row("", .apply([.serverURL: .set("u")], "q"), head + "  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "# mine\n", .apply([.serverURL: .set("u")], "q"),
            "# mine\n" + head + "  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "# mine", .apply([.serverURL: .set("u")], "q"),
            "# mine\n" + head + "  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "---\n", .apply([.serverURL: .set("u")], "q"),
            "---\n" + head + "  q:\n    server_url: u\n    runtime: auto\n"),
        Row("null\n", .apply([.serverURL: .set("u")], "q"), head + "  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "contexts:\n", .apply([.serverURL: .set("u")], "q"),
            "contexts:\n  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "contexts: {}  # none\nmore: x\n", .apply([.serverURL: .set("u")], "q"),
            "contexts:  # none\n  q:\n    server_url: u\n    runtime: auto\nmore: x\n"),
        Row(
            "contexts: null\nmore: x", .apply([.serverURL: .set("u")], "q"),
            "contexts:\n  q:\n    server_url: u\n    runtime: auto\nmore: x"),
        Row(
            "more: x\n", .apply([.serverURL: .set("u")], "q"),
            "current_context: null\nmore: x\ncontexts:\n  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "current_context: null\n", .apply([.serverURL: .set("u")], "q"),
            head + "  q:\n    server_url: u\n    runtime: auto\n"),
        Row(
            "contexts:\n  p:\n  q: ~\n", .apply([.serverURL: .set("u")], "p"),
            "contexts:\n  p:\n    server_url: u\n  q: ~\n"),
        Row(
            "contexts:\n  p: {} # c\n", .apply([.serverURL: .set("u")], "p"), "contexts:\n  p: # c\n    server_url: u\n"
        ),
    ]

    private static let flows: [Row] = [
        Row(
            "{}", .apply([.serverURL: .set("u")], "q"),
            "{\"current_context\": null, \"contexts\": {\"q\": {\"server_url\": \"u\", \"runtime\": \"auto\"}}}"),
        Row(
            "contexts: {p: {server_url: a}}\n", .apply([.serverURL: .set("http://u")], "q"),
            "contexts: {p: {server_url: a}, q: {server_url: \"http://u\", runtime: auto}}\n"),
        Row(
            "contexts: {p: {server_url: a,}}\n", .apply([.runtime: .set("x")], "p"),
            "contexts: {p: {server_url: a, runtime: x,}}\n"),
        Row(
            "contexts: {p: , q: {}}\n", .apply([.serverURL: .set("x")], "p"), "contexts: {p: {server_url: x} , q: {}}\n"
        ),
        Row(
            "contexts: {p: {\n  server_url: a, # one\n  kube_service: b # two\n}}\n",
            .apply([.runtime: .set("x")], "p"),
            "contexts: {p: {\n  server_url: a, # one\n  runtime: x,\n  kube_service: b # two\n}}\n"),
        Row(
            "contexts: {p: {\n  server_url: a # one\n}}\n", .apply([.runtime: .set("x")], "p"),
            "contexts: {p: {\n  server_url: a, # one\n  runtime: x\n}}\n"),
        Row(
            "{\n  \"contexts\": {\n    \"p\": {\n      \"server_url\": \"a\"\n    }\n  }\n}\n",
            .apply([.kubeRemotePort: .set(7), .kubeContext: .set("k")], "p"),
            "{\n  \"contexts\": {\n    \"p\": {\n      \"server_url\": \"a\",\n"
                + "      \"kube_context\": \"k\",\n      \"kube_remote_port\": 7\n    }\n  }\n}\n"
        ),
        Row(
            "{\"contexts\":{\"p\":{\"server_url\":\"a\"}}}", .use("p"),
            "{\"current_context\": \"p\", \"contexts\":{\"p\":{\"server_url\":\"a\"}}}"),
        Row("{\"contexts\":{\"p\":null}}", .rename("p", "q"), "{\"contexts\":{\"q\":null}}"),
        Row("contexts: {p: {server_url: a}, q: {server_url: b}}\n", .delete("p"), "contexts: {q: {server_url: b}}\n"),
        Row("contexts: {p: {server_url: a}, q: {server_url: b}}\n", .delete("q"), "contexts: {p: {server_url: a}}\n"),
        Row("contexts: {p: {server_url: a}, q: {server_url: b},}\n", .delete("q"), "contexts: {p: {server_url: a},}\n"),
        Row("contexts: {p: {server_url: a},}\n", .delete("p"), "contexts: {}\n"),
        Row(
            "contexts: {\n  p: {server_url: a}, # one\n  q: {server_url: b}\n}\n", .delete("q"),
            "contexts: {\n  p: {server_url: a} # one\n  \n}\n"),
    ]

    private static let others: [Row] = [
        Row(
            "contexts:\n  p:\n    server_url: a\n", .use("p"),
            "current_context: p\ncontexts:\n  p:\n    server_url: a\n"),
        Row(
            "# top\ncurrent_context: q # c\ncontexts: {p: }\n", .use("p"),
            "# top\ncurrent_context: p # c\ncontexts: {p: }\n"),
        Row("current_context:\ncontexts: {on: }\n", .use("on"), "current_context: \"on\"\ncontexts: {on: }\n"),
        Row("current_context: p\ncontexts: {p: }\n", .use(nil), "current_context: null\ncontexts: {p: }\n"),
        Row(
            "current_context: p\ncontexts:\n  'p':\n    server_url: a\n  q:\n", .rename("p", "r s"),
            "current_context: r s\ncontexts:\n  'r s':\n    server_url: a\n  q:\n"),
        Row(
            "contexts:\n  &x p:\n    server_url: a\n", .rename("p", "a: b"),
            "contexts:\n  &x \"a: b\":\n    server_url: a\n"),
        Row(
            "current_context: p\ncontexts:\n  p:\n    server_url: a\n    # in p\n  q:\n    server_url: b\n",
            .delete("p"), "current_context: null\ncontexts:\n  q:\n    server_url: b\n"),
        Row(
            "contexts:\n  # one\n  p:\n    server_url: a\n\n  # two\n  q:\n    server_url: b\n\n  # three\n  r: {}\n",
            .delete("q"), "contexts:\n  # one\n  p:\n    server_url: a\n\n  # three\n  r: {}\n"),
        Row(
            "contexts: # mine\n  # all of them\n\n  p:\n    server_url: a\nmore: x\n", .delete("p"),
            "contexts: {} # mine\n  # all of them\n\nmore: x\n"),
        Row(
            "contexts:\n  p:\n    server_url: a\n  q:\n    notes: |+\n      x\n\nmore: x\n", .delete("p"),
            "contexts:\n  q:\n    notes: |+\n      x\n\nmore: x\n"),
        Row("contexts:\n  p:\n    server_url: a", .delete("p"), "contexts: {}"),
        Row(
            "contexts:\n  p:\n    list:\n    - a\n    - b: c\n      d: [e]\n  q: {}\n", .delete("p"),
            "contexts:\n  q: {}\n"),
    ]
}
