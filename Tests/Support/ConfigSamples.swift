import Foundation

/// Config files that several suites use.
public enum ConfigSamples {
    /// As the installed CLI writes it.
    public static let rust = """
        current_context: gke-prod
        contexts:
          gke-prod:
            server_url: https://gateway.acme.com
            runtime: distributed
            gateway_session_token: 69dd6f8a7621ca3cd1e8924460842bc6
            gateway_auth0_domain: acme.us.auth0.com
            gateway_auth0_client_id: Abc123XYZ
            gateway_auth0_redirect_uri: https://app.acme.com/login
            gateway_auth0_audience: null
            gateway_auth0_client_secret: null
            kube_context: gke_acme_us-central1_prod
            kube_namespace: noetl
            kube_service: null
            kube_remote_port: null

        """

    /// As a person writes it.
    public static let byHand = """
        # our gateways

        current_context: prod   # do not change on Fridays
        contexts:

          # the laptop
          local: { server_url: 'http://localhost:8082', runtime: local }

          # production: ask before use
          "prod":
            server_url:   "https://gateway.acme.com"   # behind the load balancer
            auth0_domain: 'acme.us.auth0.com'

            auth0_client_id: Abc123XYZ
            notes: |
              keep # this

              as it is
            tags: [a, {b: c}]
            # rotate in May

          # the test bed
          staging:
            server_url: >-
              https://staging.acme.com
            gateway_session_token: old-token
        extras:
          - kept
          -  also kept

        """

    /// Files that hold no contexts.
    public static let empty = [
        "", "\n", "# only a comment\n", "---\n", "--- # x\n...\n", "null\n", "~", "{}", "contexts:\n",
        "contexts: null\ncurrent_context: null\n", "contexts: {}\ncurrent_context: ''\n", "current_context:\n",
        "\u{FEFF}", "\u{FEFF}contexts: {}\n", "unknown: {a: [1, 2]}\n",
    ]

    /// Files that all say the same: a context `p` with the server URL `u` and the remote port 7, which is current.
    public static let styles = [
        "current_context: p\ncontexts:\n  p:\n    server_url: u\n    kube_remote_port: 7\n",
        "current_context: 'p'\r\ncontexts:\r\n  \"p\":\r\n    server_url: 'u'\r\n    kube_remote_port: 7\r\n",
        "{\"current_context\": \"p\", \"contexts\": {\"p\": {\"server_url\": \"u\", \"kube_remote_port\": 7}}}",
        "contexts: {p: {server_url: u, kube_remote_port: 0x7}}\ncurrent_context: p",
        "\u{FEFF}current_context:\tp\ncontexts:\n p: {server_url: \"\\u0075\", kube_remote_port: '7'} # c\n",
        "%YAML 1.2\n---\ncurrent_context: p\ncontexts: {p: {server_url: u, kube_remote_port: 7}}\n...\n",
        "x: &c {server_url: u, kube_remote_port: 7}\ncurrent_context: p\ncontexts: {p: *c}\n",
        "x: &c\n  server_url: u\n  kube_remote_port: 0o7\ncurrent_context: p\ncontexts:\n  p:\n    <<: *c\n",
        "a: &a {server_url: z}\nb: &b {kube_remote_port: 7}\ncurrent_context: p\n"
            + "contexts:\n  p:\n    server_url: u\n    <<: [*a, *b]\n",
        "? current_context\n: p\n? contexts\n: p: {server_url: u, kube_remote_port: 7}\n",
        "current_context: p\rcontexts:\r  p:\r    server_url: u\r    kube_remote_port: 7\r",
        "current_context: \"p\"\ncontexts:\n\n\n  # c\n  p:   \n    server_url:   u   \n    kube_remote_port:   7   # c\n",
        "contexts:\n    p:\n            kube_remote_port: 7\n            server_url: u\n\ncurrent_context:     p",
        "{contexts: {\n\tp: {\n\t\tserver_url: u,\n\t\tkube_remote_port: 7 } }, current_context: p}\n",
        "!!map\ncurrent_context: !!str p\ncontexts: !!map\n  p: {server_url: !!str u, kube_remote_port: !!int 7}\n",
        "notes: [a, {b: [c]}]\ncurrent_context: p\ncontexts:\n  p: {server_url: u, kube_remote_port: 7, more: {x: [1]}}\n",
        "\r\n\r\n# c\r\ncurrent_context: p\r\ncontexts: {p: {server_url: u, kube_remote_port: 7}}",
        "current_context: |-\n  p\ncontexts:\n  p:\n    server_url: >-\n      u\n    kube_remote_port: 7\n",
    ]

    /// A file that cannot be read, and how its error's second line starts.
    public struct Invalid: Sendable {
        /// What the file holds.
        public let data: Data
        /// How the second line of its error starts.
        public let place: String

        init(_ text: String, _ place: String) {
            data = Data(text.utf8)
            self.place = place
        }

        init(_ bytes: [UInt8], _ place: String) {
            data = Data(bytes)
            self.place = place
        }
    }

    /// Broken, foreign and truncated files; each holds a canary that no error may show.
    public static let invalid: [Invalid] = [
        Invalid("contexts:\n\tp: canary\n", "Line 2, column 1: "),
        Invalid("contexts:\n  p:\n    server_url: canary\n    server_url: canary\n", "Line 3, column 5: "),
        Invalid("contexts:\n  p: {server_url: canary}\n  \"p\": {server_url: canary}\n", "Line 2, column 3: "),
        Invalid("contexts: {canary: {server_url: x}\n", "Line "),
        Invalid("contexts:\n  p:\n    server_url: \"canary", "Line "),
        Invalid("contexts: [canary]\n", "Line 1, column 11: "),
        Invalid("contexts: canary\n", "Line 1, column 11: "),
        Invalid("canary\n", "Line 1, column 1: "),
        Invalid("- canary\n", "Line 1, column 1: "),
        Invalid("contexts:\n  p: canary\n", "Line 2, column 6: "),
        Invalid("contexts:\n  p: [canary]\n", "Line 2, column 6: "),
        Invalid("contexts:\n  p:\n    server_url: [canary]\n", "Line 3, column 17: "),
        Invalid("contexts:\n  p:\n    gateway_session_token:\n      a: canary\n", "Line 4, column 7: "),
        Invalid("contexts:\n  p:\n    kube_remote_port: canary\n", "Line 3, column 23: "),
        Invalid("contexts:\n  p:\n    kube_remote_port: 70000 # canary\n", "Line 3, column 23: "),
        Invalid("contexts:\n  p:\n    kube_remote_port: -1 # canary\n", "Line 3, column 23: "),
        Invalid("current_context: [canary]\n", "Line 1, column 18: "),
        Invalid("contexts:\n  [canary]: {}\n", "Line 2, column 3: "),
        Invalid("contexts: {}\n---\ncanary: {}\n", "Line 2, column 1: "),
        Invalid("contexts: *canary\n", "Line 1, column 11: "),
        Invalid("contexts:\n  p: @canary\n", "Line 2, column 6: "),
        Invalid("contexts:\r\n  p: %canary\r\n", "Line 2, column 6: "),
        Invalid("contexts:\n  p: a: canary\n", "Line 2, column "),
        Invalid("contexts:\n  p: 'canary\n", "Line "),
        Invalid("canary: \u{1}\n", "Line 1, column 9: "),
        Invalid("a: b\ncanary: \u{0}\n", "Line 2, column 9: "),
        Invalid("contexts:\n  p: \"\\q canary\"\n", "Line 2, column "),
        Invalid([0x63, 0x3A, 0x20, 0x78, 0x0A, 0xC3, 0x28], "Line 2, column 1: "),
        Invalid([0xFF, 0xFE, 0x63, 0x00, 0x3A, 0x00], "Line 1, column 1: "),
        Invalid([0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x01, 0x00], "Line 1, column 1: "),
        Invalid([0x1F, 0x8B, 0x08, 0x00], "Line 1, column "),
        Invalid(String(repeating: "[", count: 5000) + "canary", ""),
        Invalid(aliasBomb, "Line "),
        Invalid(aliasBomb + "? *l9\n: x\n", "Line "),
        Invalid(aliasBomb + "k: {*l9 : x}\n", "Line "),
        Invalid(aliasBomb + "k: {*l9:x}\n", "Line "),
        Invalid(aliasBomb + "? [a, {*l9: x}]\n: y\n", "Line "),
        Invalid("current_context: canary\ncurrent_context: canary\n", "Line 1, column 1: "),
        Invalid("contexts: {}\ncontexts:\n  canary: {server_url: x}\n", "Line 1, column 1: "),
        Invalid("contexts: {p: {server_url: x, server_url: canary}}\n", "Line 1, column 16: "),
        Invalid("contexts:\n  p:\n  \tserver_url: canary\n", "Line "),
        Invalid("contexts:\n  p:\n    server_url: canary\n   runtime: x\n", "Line "),
        Invalid("contexts:\n  p:\n    server_url: canary\n  - q\n", "Line "),
        Invalid("contexts:\n  p: {server_url: canary]}\n", "Line "),
        Invalid("contexts:\n  p: !canary {server_url: x\n", "Line "),
        Invalid("contexts:\n  p: &canary\n  q: *other\n", "Line 3, column "),
        Invalid("contexts: !!set {canary}\ncurrent_context: {}\n", "Line "),
        Invalid("contexts:\n  p:\n    runtime: {canary: x}\n", "Line 3, column 14: "),
        Invalid("contexts:\n  p:\n    auth0_domain: [canary]\n", "Line 3, column 19: "),
        Invalid("contexts:\n  p:\n    kube_remote_port: 8082.5 # canary\n", "Line 3, column 23: "),
        Invalid("contexts:\n  p:\n    kube_remote_port: [8082] # canary\n", "Line 3, column 23: "),
        Invalid("contexts:\n  p:\n    server_url: \"canary\n", "Line "),
        Invalid("%YAML 9.9 canary\n---\na: b\n", "Line "),
        Invalid("<<<<<<< HEAD\ncontexts: {}\n=======\ncanary: x\n>>>>>>> theirs\n", "Line "),
        Invalid([0x63, 0x3A, 0x20, 0xE9, 0x9B], "Line 1, column "),
        Invalid([0x00, 0x00, 0x00, 0x00], "Line 1, column "),
    ]

    /// Ten aliases ten levels deep.
    public static let aliasBomb: String = {
        var text = "l0: &l0 [canary, canary, canary, canary, canary, canary, canary, canary, canary, canary]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            text += "l\(level): &l\(level) [\(aliases)]\n"
        }
        return text
    }()
}
