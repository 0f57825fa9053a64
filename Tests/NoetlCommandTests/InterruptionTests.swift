import Glibc
import Testing

@testable import noetl

/// What a signal does to a command that does not end by itself.
@Suite("Interruption", .timeLimit(.minutes(5)))
struct InterruptionTests {
    @Test("a command that hangs is left, and says that it was cancelled")
    func hanging() async throws {
        let result = try await #require(processExitsWith: .exitCode(143), observing: [\.standardErrorContent]) {
            let report = ErrorReport(argv: ["auth", "login"])
            _ = await Interruption.watch(lastWords: report.printCancelled) {
                kill(getpid(), SIGTERM)
                // Nothing resumes this.
                await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
                return 0
            }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self) == "Cancelled.\n")
    }

    @Test("a command that tells its own end is the only one to tell it")
    func once() async throws {
        let result = try await #require(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            let report = ErrorReport(argv: ["auth", "login"])
            _ = await Interruption.watch(lastWords: report.printCancelled) {
                _ = report.print(.cancelled)
                kill(getpid(), SIGINT)
                await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
                return 0
            }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self) == "Cancelled.\n")
    }
}
