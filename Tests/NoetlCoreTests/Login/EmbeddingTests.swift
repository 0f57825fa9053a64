import Foundation
import NIOConcurrencyHelpers
import NoetlCore
import NoetlSandbox
import Testing

/// The example of the page on embedding the core.
@Suite struct EmbeddingTests {
    @Test func `The front end of the example logs in and saves the session`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.device = DeviceBehaviour(
                interval: 5, lifetime: 900, decision: .approved(as: "you@example.com"))
            let lines = NIOLockedValueBox<[String]>([])
            let impatient = MonotonicClock(now: { .now }, sleep: { _ in })
            let frontEnd = LineFrontEnd(world: stage.world(clock: impatient), contexts: stage.contexts) { line in
                lines.withLockedValue { $0.append(line) }
            }
            let session = try #require(try await frontEnd.logIn(on: "prod"))
            #expect(try stage.saved()?.token == session.token)
            #expect(lines.withLockedValue { $0.first }?.hasPrefix("Enter ") == true)
            #expect(lines.withLockedValue { $0.last } == "Hello, you@example.com.")
        }
    }

    @Test func `The page shows the example as it is compiled`() throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let example = try String(contentsOf: here.appending(path: "EmbeddingExample.swift"), encoding: .utf8)
        let page = try String(
            contentsOf: here.appending(path: "../../../Sources/NoetlCore/NoetlCore.docc/Embedding.md").standardized,
            encoding: .utf8)
        #expect(page.contains("```swift\n\(example)```"))
    }
}
