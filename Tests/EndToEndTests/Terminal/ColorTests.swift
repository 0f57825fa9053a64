import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// What commands look like to a person: in colour on a terminal that has some, plain everywhere else.
    @Suite("Colour", .timeLimit(.minutes(5)))
    struct ColorTests {
        /// Lines of a shell, each of which shows something that has a colour.
        private static func commands(_ scene: Scene) -> [String] {
            [
                "noetl context list", "noetl context current", "noetl context current --context stage",
                "noetl context use nope", "noetl context add far --server-url http://gateway.acme.com",
                "noetl auth status --offline", "noetl auth status --offline --context stage",
                "noetl auth status --all --offline", "noetl auth status --context new",
                "noetl auth login --auth0-token - < ~/token", "noetl auth login --auth0-token x.y.z",
                "noetl auth login --browser --if-needed", "noetl catalog list Credential",
                "noetl context init stage --yes --from-gateway \(scene.sandbox.addresses.gatewayURL)",
                "noetl context list --json | head -n 3",
            ]
        }

        /// All that the commands write to a terminal, as bytes for it.
        private func transcript(in scene: Scene, before: String = "") async throws -> String {
            let session = String(repeating: "a", count: 32)
            let entry = { scene.entry($0, session: session, expires: Date(timeIntervalSinceNow: $1)) }
            try scene.home.write(
                "current_context: prod\ncontexts:\n" + entry("prod", 28_799) + entry("stage", -7_200)
                    + scene.entry("cached", session: session) + scene.entry("new")
                    + "    gateway_auth0_audience: https://api.acme.com\n", to: ".noetl/config.yaml")
            try scene.home.write(try scene.sandbox.issueTokens().idToken, to: "token")
            try scene.home.write("", to: "bin/empty")
            try? FileManager.default.createSymbolicLink(
                atPath: scene.home.path(of: "bin/noetl"), withDestinationPath: BuiltBinary.noetl.path)
            let lines = Self.commands(scene).map { "echo '$ \($0)'\n\($0)\n" }.joined()
            // tmux begins to record a moment after the shell begins to write.
            try await Terminal.run(shell: "\(before)\necho ready\nread go\necho begin\n\(lines)", in: scene) {
                terminal in
                try await terminal.wait(for: "ready")
                try await terminal.press("Enter")
                _ = try await terminal.end()
            }
            let sent = try scene.home.text(of: "sent").replacing("\r\n", with: "\n")
            let start = try #require(sent.range(of: "begin\n")), end = try #require(sent.range(of: "-- ended"))
            return String(sent[start.upperBound..<end.lowerBound])
        }

        @Test("verdicts and warnings have a colour; without colours the same text is plain")
        func everywhere() async throws {
            try await Scene.play { scene in
                let colored = try await transcript(in: scene)
                let golden = scene.placeholders().apply(to: colored)
                try Goldens().expect(golden.replacing("\u{1B}", with: "\\e"), is: "colour")
                let stripped = golden.replacing(/\u{1B}\[[0-9;]*m/, with: "")
                #expect(stripped != golden)
                for before in ["export NO_COLOR=1", "export CLICOLOR=0", "export TERM=dumb", "unset TERM"] {
                    let plain = try await transcript(in: scene, before: before)
                    #expect(scene.placeholders().apply(to: plain) == stripped, "\(before)")
                }
            }
        }
    }
}
