import Foundation
import NoetlSandbox
import NoetlTestSupport
import Subprocess
import Testing

/// What a person wrote by hand, and what the other CLI wrote, under every command that changes the file.
@Suite("Hand-written config", .timeLimit(.minutes(5)))
struct HandWrittenConfigTests {
    /// Runs the lines of a shell, each followed by the lines of the config that it changed.
    private func session(_ lines: [String], on config: String, in scene: Scene) async throws -> String {
        try scene.home.write(config, to: ".noetl/config.yaml")
        try scene.home.write(try scene.sandbox.issueTokens().idToken, to: "token")
        var script = "cd \"$HOME/.noetl\"; set -o noglob\n"
        for line in lines {
            script += """
                cp config.yaml before
                printf '%s\\n' '$ noetl \(line.replacing("'", with: #"'\''"#))'
                "$NOETL" \(line) >answer 2>&1 || cat answer
                diff -U0 before config.yaml | tail -n +3 | grep -v '^@@'

                """
        }
        var variables: [Subprocess.Environment.Key: String] = ["NOETL": BuiltBinary.noetl.path]
        for (name, value) in scene.environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { variables[key] = value }
        }
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-c", script], environment: .custom(variables), input: .none,
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        // A token is quoted when it could be taken for a number.
        return scene.placeholders().apply(to: result.standardOutput).replacing("\"<SESSION>\"", with: "<SESSION>")
    }

    private static func lines(_ context: String, _ scene: Scene) -> [String] {
        let addresses = scene.sandbox.addresses
        return [
            "context add \(context) --server-url \(addresses.gatewayURL) --auth0-domain \(addresses.tenantDomain)",
            "context update \(context) --auth0-client-id=\(addresses.clientID) --auth0-audience ''",
            "context update \(context) --kube-namespace on --kube-remote-port 18082",
            "context set-runtime local --context \(context)", "context add new --server-url https://new.acme.com",
            "context use new", "context use -", "auth login --auth0-token - --context \(context) <~/token",
            "auth logout --context \(context)", "context rename \(context) 'live: eu'",
            "context update 'live: eu' --kube-namespace '' --kube-remote-port 0", "context delete new",
            "context init 'live: eu' --from-gateway \(addresses.gatewayURL) --yes", "auth logout --all",
        ]
    }

    @Test("a command changes the lines that it must, in the spelling that is there, and no other")
    func byHand() async throws {
        try await Scene.play { scene in
            let more = ["context update staging --auth0-domain acme.eu.auth0.com", "context delete local"]
            let text = try await session(Self.lines("prod", scene) + more, on: ConfigSamples.byHand, in: scene)
            try Goldens().expect(text, is: "config-by-hand")
            let left = try scene.home.text(of: ".noetl/config.yaml")
            let comments = ConfigSamples.byHand.matches(of: /# .*/).map(\.output)
            // What stands over a deleted context goes with it.
            #expect(comments.filter { !left.contains($0) } == ["# the laptop"])
        }
    }

    @Test("so it is with a file that the other CLI wrote")
    func otherCLI() async throws {
        try await Scene.play { scene in
            let text = try await session(Self.lines("gke-prod", scene), on: ConfigSamples.rust, in: scene)
            try Goldens().expect(text, is: "config-other-cli")
        }
    }
}
