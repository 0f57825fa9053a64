import Foundation

/// Config files that several suites use.
enum ConfigSamples {
    /// As the installed CLI writes it.
    static let rust = """
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
    static let byHand = """
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

    /// A file that cannot be read, and how its error's second line starts.
    struct Invalid: Sendable {
        let data: Data
        let place: String

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
    static let invalid: [Invalid] = [
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
    static let aliasBomb: String = {
        var text = "l0: &l0 [canary, canary, canary, canary, canary, canary, canary, canary, canary, canary]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            text += "l\(level): &l\(level) [\(aliases)]\n"
        }
        return text
    }()
}
