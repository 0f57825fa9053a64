import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Whatever is written is read back as it was, in every style of file.
@Suite struct ConfigRoundTripTests {
    /// Texts that some YAML reader takes for something else, or that need escapes.
    static let nasty = [
        "on", "yes", "No", "true", "FALSE", "null", "Null", "~", "123", "-1", "1e3", "0x1f", "0o7", ".5", ".inf",
        ".nan", "1_000",
        "12:30:45", "2026-11-24", "2026-11-24T02:14:05Z", "y", "N", "=", "<<", "a: b", "a:", ":a", "a #b", "#a", "- a",
        "-", "?",
        "? a", "[a]", "{a}", "a, b", "]", "&a", "*a", "!a", "!!str a", "|", ">", "%a", "@a", "`a`", "'", "\"", "it's",
        "\"q\"",
        "\\",
        "a\\nb",
        " a", "a ", "a  b", "世界🙂", "é", "e\u{301}", "👩‍👩‍👧‍👦", "🇩🇪", "a\u{A0}b", "a\u{200B}b", "עברית", "---",
        "...",
        "--- a", "a\u{E000}", "\u{10FFFD}", "http://u:p@h/x?y=z&a#b", "a/b:c", "C:\\x", "{{ x }}", "$(x)", "null ", "0",
        "00", "+1",
    ]

    /// A file with one context in each style.
    static let styles = [
        "", "contexts:\n", "contexts: {}", "contexts:\n  old:\n    server_url: u\n",
        "contexts:\n  old: {server_url: u}",
        "contexts: {old: {server_url: u}}", "{\"contexts\": {\"old\": {\"server_url\": \"u\"}}}\n",
        "{\n  \"contexts\": {\n    \"old\": {\n      \"server_url\": \"u\"\n    }\n  }\n}\n",
        "\u{FEFF}contexts:\r\n  old:\r\n    server_url: u\r\n", "---\ncontexts:\n old:\n  server_url: u\n...\n",
        ConfigSamples.byHand,
        ConfigSamples.rust,
    ]

    @Test("any name and value can be written, renamed and removed again", arguments: nasty)
    func names(_ text: String) throws {
        for style in Self.styles {
            let start = try ConfigFile(text: style)
            var file = start
            try file.apply(ContextChange([.serverURL: .set(text), .sessionToken: .set(text)]), to: text)
            try file.setCurrent(text)
            let expected = Context(
                name: text, serverURL: text, runtime: "auto", session: CachedSession(token: Secret(text)))
            #expect(try again(file).contexts[text] == expected)
            #expect(try again(file).contexts.current == text)
            #expect(try again(file).contexts.all.dropLast() == start.contexts.all[...])
            try file.rename(text, to: text + "!")
            #expect(try again(file).contexts.current == text + "!")
            try file.delete(text + "!")
            #expect(try again(file).contexts == Contexts(all: start.contexts.all))
        }
    }

    @Test("any value can take any other's place", arguments: nasty)
    func values(_ text: String) throws {
        for quote in ["old", "'old'", "\"old\"", "", "null", "|-\n      old", "old\n      older"] {
            for wrap in [
                "contexts:\n  p:\n    kube_service: \(quote)\n    server_url: u\n",
                "contexts: {p: {kube_service: \(quote), server_url: u}}\n",
            ] {
                // Block scalars have no place in flow style.
                guard !(quote.hasPrefix("|") && wrap.contains("{p")) else { continue }
                var file = try ConfigFile(text: wrap)
                try file.apply(ContextChange([.kubeService: .set(text)]), to: "p")
                #expect(
                    try again(file).contexts["p"]
                        == Context(name: "p", serverURL: "u", kube: KubeSettings(service: text)))
                try file.apply(ContextChange([.kubeService: .clear]), to: "p")
                #expect(try again(file).contexts["p"] == Context(name: "p", serverURL: "u"))
            }
        }
    }

    @Test("a context that comes and goes leaves no trace", arguments: styles.dropFirst(3))
    func trace(_ style: String) throws {
        var file = try ConfigFile(text: style)
        let before = file.text
        try file.apply(ContextChange([.serverURL: .set("u")]), to: "new")
        try file.delete("new")
        #expect(file.text == before)
    }

    @Test("each field is written and read, in the order of the other CLI")
    func fields() throws {
        let session = CachedSession(
            token: Secret("t"), expiresAt: Date(timeIntervalSince1970: 1_795_486_445), user: "me@x")
        var change = ContextChange.session(session)
        for (field, text) in [
            (ContextField.serverURL, "s"), (.runtime, "local"), (.auth0Domain, "d"), (.auth0ClientID, "c"),
            (.auth0RedirectURI, "r"),
            (.auth0Audience, "a"), (.auth0ClientSecret, "x"), (.kubeContext, "kc"), (.kubeNamespace, "kn"),
            (.kubeService, "ks"),
        ] { change[field] = .set(text) }
        change[.kubeRemotePort] = .set(8082)
        var file = try ConfigFile(text: "")
        try file.apply(change, to: "p")
        let expected = Context(
            name: "p", serverURL: "s", runtime: "local",
            auth0: Auth0Settings(
                domain: "d", clientID: "c", redirectURI: "r", audience: "a", clientSecret: Secret("x")),
            kube: KubeSettings(context: "kc", namespace: "kn", service: "ks", remotePort: 8082), session: session)
        #expect(file.contexts["p"] == expected)
        #expect(
            file.text.split(separator: "\n").dropFirst(3).map { $0.prefix { $0 != ":" }.drop { $0 == " " } }.map(
                String.init) == ContextField.allCases.map { $0.keys[0] })
        try file.apply(.endingSession, to: "p")
        #expect(file.contexts["p"]?.session == nil)
        #expect(file.text.contains("gateway_session_expires_at: null"))
    }

    @Test("10,000 contexts are read and edited in time", .timeLimit(.minutes(5)))
    func large() throws {
        let body = (0..<10_000).map {
            "  c\($0):\n    server_url: https://gateway-\($0).acme.com\n"
                + "    gateway_session_token: t\($0)\n    kube_service: null\n"
        }
        var file = try ConfigFile(text: "contexts:\n" + body.joined())
        try file.apply(ContextChange([.sessionToken: .set("new")]), to: "c7000")
        try file.delete("c2")
        #expect(file.contexts.all.count == 9_999)
        #expect(file.contexts["c7000"]?.session?.token == Secret("new"))
    }

    private func again(_ file: ConfigFile) throws -> ConfigFile { try ConfigFile(data: file.data) }
}
