import NIOConcurrencyHelpers

/// Lines for standard error, which wait while a full screen is shown.
final class LateNotes: Sendable {
    /// What waits; nil while nothing has to.
    private let held = NIOLockedValueBox<[String]?>(nil)

    /// Says a line, now or when the screen is given back.
    func add(_ line: String) {
        let isHeld = held.withLockedValue { lines in
            lines?.append(line)
            return lines != nil
        }
        if !isHeld { Console.note(line) }
    }

    /// Keeps the lines back during `work`.
    func holdBack(during work: () async throws -> Void) async throws {
        held.withLockedValue { $0 = [] }
        defer {
            let lines = held.withLockedValue { lines in
                defer { lines = nil }
                return lines ?? []
            }
            for line in lines { Console.note(line) }
        }
        try await work()
    }
}
