import NIOConcurrencyHelpers

/// Lines for standard error, which wait while a full screen is shown; those of `--debug` go to a file meanwhile.
final class LateNotes: Sendable {
    /// What waits, and the file of `--debug`, made with its first line.
    private struct Held {
        var lines: [String] = []
        var trace: Result<TraceFile, OutputFailure>?
    }

    /// Nil while nothing has to wait.
    private let held = NIOLockedValueBox<Held?>(nil)

    /// Says a line, now or when the screen is given back.
    func add(_ line: String) {
        let isHeld = held.withLockedValue { held in
            held?.lines.append(line)
            return held != nil
        }
        if !isHeld { Console.note(line) }
    }

    /// Says a line of `--debug`, or writes it to the file.
    func trace(_ line: String) {
        let isHeld = held.withLockedValue { held in
            guard held != nil else { return false }
            let file = held?.trace ?? Result { () throws(OutputFailure) in try TraceFile() }
            held?.trace = file
            if case .success(let file) = file { file.add(line) }
            return true
        }
        if !isHeld { Console.note(line) }
    }

    /// Keeps the lines back during `work`, and names the file of `--debug` after it.
    func holdBack<Value>(during work: () async throws -> Value) async throws -> Value {
        held.withLockedValue { $0 = Held() }
        defer { release() }
        return try await work()
    }

    private func release() {
        let waiting = held.withLockedValue { held in
            defer { held = nil }
            return held ?? Held()
        }
        for line in waiting.lines { Console.note(line) }
        switch waiting.trace {
        case .success(let file):
            file.close()
            Console.note("debug: the trace of the full screen is in \(file.path)")
        case .failure(let failure):
            Console.note("debug: the trace could not be written: \(failure.reason)")
        case nil: break
        }
    }
}
