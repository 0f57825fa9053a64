import Dispatch
import Foundation
import Glibc
import NIOConcurrencyHelpers
import NoetlCore
import NoetlTUI

/// Ctrl-C, SIGTERM, SIGHUP and SIGQUIT: the command is cancelled, frees what it holds, and the status names the signal.
enum Interruption {
    /// Runs `command` until it ends or a signal cancels it; then it has 150 ms to tidy up before the process leaves with
    /// `lastWords`.
    static func watch(
        lastWords: @escaping @Sendable () -> Void, _ command: @escaping @Sendable () async -> Int32
    ) async -> Int32 {
        let received = Received()
        let queue = DispatchQueue(label: "noetl.signals")
        // A reader that left is an error where we write, never the end of a program that holds the terminal.
        signal(SIGPIPE) { _ in }
        // Dispatch catches a signal only once its source is registered; one that comes earlier ends the process, which
        // holds nothing yet. What is caught starts with its default disposition in children, what is ignored does not.
        let sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].filter(isWanted).map { number in
            (number, DispatchSource.makeSignalSource(signal: number, queue: queue))
        }
        let registered = DispatchGroup()
        for _ in sources { registered.enter() }
        let task = Task {
            wait(for: registered)
            return await command()
        }
        for (number, source) in sources {
            source.setRegistrationHandler { registered.leave() }
            source.setEventHandler {
                if standsAside.withLockedValue({ $0 }) { return insist(on: number, queue) }
                received.note(number)
                task.cancel()
                queue.asyncAfter(deadline: .now() + .milliseconds(150)) {
                    HiddenInput.restoreTerminal()
                    lastWords()
                    _exit(128 + number)
                }
            }
            source.activate()
        }
        let status = await task.value
        for (_, source) in sources { source.cancel() }
        // What had succeeded before the signal came stays a success.
        guard status != ExitStatus.success, let number = received.first else { return status }
        return 128 + number
    }

    /// Takes the instant that another thread needs, so it may block one that tasks run on.
    private static func wait(for group: DispatchGroup) { group.wait() }

    /// Whether the parent left the signal to us; `nohup` and background jobs of scripts ignore some.
    private static func isWanted(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return true }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            != unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// The wizard has sources of its own and gives the terminal back before it ends, unless that takes nothing any more.
    private static func insist(on number: Int32, _ queue: DispatchQueue) {
        queue.asyncAfter(deadline: .now() + .seconds(1)) {
            guard standsAside.withLockedValue({ $0 }) else { return }
            FullScreen.abandonTerminal()
            _exit(128 + number)
        }
    }

    private static let standsAside = NIOLockedValueBox(false)

    /// Leaves the signals to `work`, which watches for them itself, until it is done.
    static func standAside<Value: Sendable>(
        during work: () async throws(NoetlError) -> Value
    ) async throws(NoetlError) -> Value {
        standsAside.withLockedValue { $0 = true }
        defer { standsAside.withLockedValue { $0 = false } }
        return try await work()
    }

    /// The first signal that came.
    private final class Received: Sendable {
        private let state = NIOLockedValueBox<Int32?>(nil)

        func note(_ number: Int32) { state.withLockedValue { $0 = $0 ?? number } }
        var first: Int32? { state.withLockedValue { $0 } }
    }
}
