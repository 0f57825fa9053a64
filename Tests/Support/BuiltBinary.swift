import Foundation
import Subprocess

/// A program of this package, as the build left it beside the test program.
public struct BuiltBinary: Sendable {
    /// The program under test.
    public static let noetl = BuiltBinary("noetl")
    /// The sandbox, which also plays the browser.
    public static let sandbox = BuiltBinary("noetl-sandbox")

    /// Where it is.
    public let path: String

    private init(_ name: String) {
        path =
            URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
            .path(percentEncoded: false)
    }

    /// Runs it to its end with exactly these variables; standard input is `input`, or nothing at all.
    ///
    /// - Parameter umask: file mode mask of the program, octal; the test's own when nil.
    public func run(
        _ arguments: [String], environment: [String: String], input: String? = nil, umask: String? = nil
    ) async throws -> ProgramOutcome {
        try await start(arguments, environment: environment, input: input, umask: umask) { _ in }
    }

    /// Starts it, hands it to `body` while it runs, and waits for its end.
    ///
    /// When `body` throws, or the test is cancelled, the program is killed.
    public func start(
        _ arguments: [String], environment: [String: String], input: String? = nil, umask: String? = nil,
        _ body: @Sendable (RunningProgram) async throws -> Void
    ) async throws -> ProgramOutcome {
        var argv = [path] + arguments
        if let umask { argv = ["/bin/sh", "-c", "umask \(umask); exec \"$@\"", "sh"] + argv }
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            variables[key] = value
        }
        let configuration = Configuration(
            executable: .path(.init(argv[0])), arguments: Arguments(Array(argv.dropFirst())),
            environment: .custom(variables))
        let output = StreamText(), error = StreamText()
        let status: TerminationStatus
        if let input {
            let result = try await Subprocess.run(
                configuration, input: .string(input), output: .sequence, error: .sequence
            ) { try await Self.follow($0, output, error, body) }
            status = result.terminationStatus
        } else {
            let result = try await Subprocess.run(
                configuration, input: .none, output: .sequence, error: .sequence
            ) { try await Self.follow($0, output, error, body) }
            status = result.terminationStatus
        }
        let number: Int32 =
            switch status {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return ProgramOutcome(
            arguments: arguments, status: number, output: await output.text, error: await error.text)
    }

    private static func follow<Input: InputProtocol>(
        _ execution: Execution<Input, SequenceOutput, SequenceOutput>, _ output: StreamText, _ error: StreamText,
        _ body: @Sendable (RunningProgram) async throws -> Void
    ) async throws {
        async let outputEnd: Void = output.read(execution.standardOutput)
        async let errorEnd: Void = error.read(execution.standardError)
        let program = RunningProgram(
            processIdentifier: execution.processIdentifier.value, output: output, error: error)
        do {
            try await body(program)
        } catch {
            program.send(SIGKILL)
            throw error
        }
        try await outputEnd
        try await errorEnd
    }
}

/// How a program ended, and all that it wrote.
public struct ProgramOutcome: Sendable {
    /// What it was called with.
    public let arguments: [String]
    /// Its exit status; negative for the signal that ended it.
    public let status: Int32
    /// Its standard output.
    public let output: String
    /// Its standard error.
    public let error: String

    /// An outcome of these parts.
    public init(arguments: [String], status: Int32, output: String, error: String) {
        self.arguments = arguments
        self.status = status
        self.output = output
        self.error = error
    }
}

/// A program that runs.
public struct RunningProgram: Sendable {
    /// One of the two streams that it writes.
    public enum Stream: Sendable { case output, error }

    /// Its process identifier.
    public let processIdentifier: Int32
    fileprivate let output: StreamText
    fileprivate let error: StreamText

    /// The first whole line of a stream that matches, as soon as it is written.
    ///
    /// - Throws: `EndOfStream` when the stream ends without one.
    public func line(
        of stream: Stream = .output, where matches: @escaping @Sendable (String) -> Bool
    ) async throws -> String {
        try await (stream == .output ? output : error).line(where: matches)
    }

    /// Sends a signal.
    public func send(_ signal: Int32) {
        kill(processIdentifier, signal)
    }
}

/// Thrown when a stream ends before the line came that somebody waits for.
public struct EndOfStream: Error, CustomStringConvertible {
    /// All that came.
    public let text: String
    public var description: String { "the program ended without the line; it wrote:\n\(text)" }
}

/// What a stream has brought so far, and whoever waits for a line of it.
private actor StreamText {
    private struct Waiter {
        let matches: @Sendable (String) -> Bool
        let continuation: CheckedContinuation<String, any Error>
    }

    private var bytes: [UInt8] = []
    private var isOver = false
    private var waiters: [Waiter] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func read(_ sequence: SubprocessOutputSequence) async throws {
        defer { end() }
        for try await buffer in sequence {
            bytes += buffer.withUnsafeBytes { Array($0) }
            wake()
        }
    }

    func line(where matches: @escaping @Sendable (String) -> Bool) async throws -> String {
        if let found = lines.first(where: matches) { return found }
        if isOver { throw EndOfStream(text: text) }
        return try await withCheckedThrowingContinuation {
            waiters.append(Waiter(matches: matches, continuation: $0))
        }
    }

    /// The lines that have their end.
    private var lines: [String] { Array(text.components(separatedBy: "\n").dropLast()) }

    private func wake() {
        let lines = lines
        waiters.removeAll { waiter in
            guard let found = lines.first(where: waiter.matches) else { return false }
            waiter.continuation.resume(returning: found)
            return true
        }
    }

    private func end() {
        isOver = true
        for waiter in waiters { waiter.continuation.resume(throwing: EndOfStream(text: text)) }
        waiters = []
    }
}
