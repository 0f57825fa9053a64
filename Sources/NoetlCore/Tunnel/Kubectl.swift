import Foundation
import Subprocess

/// The program `kubectl`, found on `PATH`; it gets an argv, and none of our secrets.
struct Kubectl {
    let arguments: [String]

    /// Runs it on our own standard streams until it ends, and gives its status as a shell would.
    ///
    /// Cancelling ends it with SIGTERM, and with SIGKILL soon after: the process that waits for us is about to leave.
    ///
    /// - Throws: `missing_setting` when it is not installed, `cancelled`.
    func run() async throws(NoetlError) -> Int32 {
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .milliseconds(80))]
        do {
            let result = try await Subprocess.run(
                .name("kubectl"), arguments: Arguments(arguments), environment: Self.environment,
                platformOptions: platform, input: .none, output: .currentStandardOutput, error: .currentStandardError)
            if Task.isCancelled { throw NoetlError.cancelled }
            return Self.status(result.terminationStatus)
        } catch {
            throw Self.failure(error)
        }
    }

    /// Starts it in a session of its own, where it outlives us; what it says goes to the open file `log`.
    ///
    /// - Returns: how it goes on: it started, then perhaps it ended.
    func start(writingTo log: Int32) -> AsyncStream<News> {
        let (stream, news) = AsyncStream.makeStream(of: News.self)
        var platform = PlatformOptions()
        platform.createSession = true
        let arguments = arguments, options = platform
        // Detached, because cancelling the task of `run` kills the child.
        Task.detached {
            do {
                let result = try await Subprocess.run(
                    .name("kubectl"), arguments: Arguments(arguments), environment: Self.environment,
                    platformOptions: options, input: .none,
                    output: .fileDescriptor(.init(rawValue: log), closeAfterSpawningProcess: false),
                    error: .combinedWithOutput
                ) { execution in
                    news.yield(.started(execution.processIdentifier.value))
                }
                news.yield(.ended(status: Self.status(result.terminationStatus)))
            } catch {
                news.yield(.failed(Self.failure(error)))
            }
            news.finish()
        }
        return stream
    }

    /// What becomes of a program that was started.
    enum News: Sendable {
        case started(pid_t)
        case ended(status: Int32)
        case failed(NoetlError)
    }

    private static let environment = Subprocess.Environment.inherit.updating([
        "NOETL_SESSION_TOKEN": nil, "NOETL_AUTH0_CLIENT_SECRET": nil,
    ])

    private static func status(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    private static func failure(_ error: any Error) -> NoetlError {
        if Task.isCancelled || error is CancellationError { return .cancelled }
        let isMissing = (error as? SubprocessError)?.code == .executableNotFound
        return NoetlError(
            .missingSetting, what: "The port-forward did not start.",
            why: isMissing ? "kubectl is not installed, or not on PATH." : "kubectl could not be started.",
            next: "Install it:  https://kubernetes.io/docs/tasks/tools/")
    }
}
