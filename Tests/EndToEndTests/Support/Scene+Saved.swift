import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension Scene {
    /// Expects a login to have ended well and to have saved what the gateway gave: token, expiry, user.
    func expectSaved(
        _ outcome: ProgramOutcome, on context: String = "prod", user: String = "you@example.com",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)", sourceLocation: sourceLocation)
        let saved = try home.context(context)
        let token = try #require(saved["gateway_session_token"], sourceLocation: sourceLocation)
        #expect(
            token.range(of: "^[0-9a-f]{32}$", options: .regularExpression) != nil, sourceLocation: sourceLocation)
        if let shown = Self.token(in: outcome.output) { #expect(token == shown, sourceLocation: sourceLocation) }
        #expect(saved["gateway_session_user"] == user, sourceLocation: sourceLocation)
        let expiry = try Date(saved["gateway_session_expires_at"] ?? "", strategy: .iso8601)
        #expect((7.9...8.0).contains(expiry.timeIntervalSinceNow / 3_600), sourceLocation: sourceLocation)
        #expect(try home.mode(of: ".noetl/config.yaml") == 0o600, sourceLocation: sourceLocation)
    }

    /// Expects nothing to have been saved: the config is what it was.
    func expectNothingSaved(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(
            try home.text(of: ".noetl/config.yaml") == "current_context: prod\ncontexts:\n" + entry("prod"),
            sourceLocation: sourceLocation)
    }

    /// The whole session token in the output of a login; nil where there is none.
    static func token(in output: String) -> String? {
        for (start, end) in [("export NOETL_SESSION_TOKEN='", "'"), ("\n  \"session_token\" : \"", "\"")] {
            guard let from = output.range(of: start),
                let to = output.range(of: end, range: from.upperBound..<output.endIndex)
            else { continue }
            return String(output[from.upperBound..<to.lowerBound])
        }
        return nil
    }

    /// The address that a waiting login asks to be opened.
    static func address(_ program: RunningProgram, of stream: RunningProgram.Stream = .output) async throws -> String {
        try await program.line(of: stream) { $0.hasPrefix("https://localhost:") }
    }
}
