import Foundation
import Subprocess

/// The person's own browser: `$BROWSER`, else `xdg-open` (`open` on macOS).
///
/// The child gets an argv (no shell reads the address), null stdio, its own session, and an environment without our
/// secrets. It is never killed: it may be the browser itself.
public struct SystemBrowser: Browser {
    private let environment: Environment
    private let clock: MonotonicClock

    /// A browser found through these variables.
    public init(environment: Environment, clock: MonotonicClock = .system) {
        self.environment = environment
        self.clock = clock
    }

    /// Starts the browser with `address` and watches it for a second.
    public func open(_ address: URL) async throws(BrowserFailure) -> String {
        guard let scheme = address.scheme?.lowercased(), ["http", "https"].contains(scheme), address.host() != nil
        else {
            throw BrowserFailure("Only http and https addresses are opened.")
        }
        let argv = Self.command(for: address, browser: environment["BROWSER"])
        guard let program = argv.first else { throw BrowserFailure("$BROWSER is blank.") }
        let shown = Redaction.cleaned(program, limit: 80)
        guard let failure = await launch(argv) else { return shown }
        throw BrowserFailure("\(shown) \(failure)")
    }

    /// The argv for `address`: the words of `browser` with `%s` replaced, or the address appended.
    static func command(for address: URL, browser: String?) -> [String] {
        #if os(macOS)
            let standard = "open"
        #else
            let standard = "xdg-open"
        #endif
        let words = (browser ?? standard).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.contains(where: { $0.contains("%s") }) else {
            return words.isEmpty ? [] : words + [address.absoluteString]
        }
        return words.map { $0.replacingOccurrences(of: "%s", with: address.absoluteString) }
    }

    /// Starts the program and watches it for a second: nil when it runs on or ended well, else what went wrong.
    private func launch(_ argv: [String]) async -> String? {
        let (outcomes, outcome) = AsyncStream.makeStream(of: String?.self)
        // Detached, because cancelling the task of `run` kills the child.
        Task.detached {
            outcome.yield(await Self.run(argv))
            outcome.finish()
        }
        let clock = clock
        let patience = Task {
            // Cancelled as soon as the program's own end is known.
            try? await clock.sleep(for: .seconds(1))
            outcome.finish()
        }
        defer { patience.cancel() }
        for await ended in outcomes { return ended }
        return nil
    }

    private static func run(_ argv: [String]) async -> String? {
        var platform = PlatformOptions()
        platform.createSession = true
        let program: Executable = argv[0].contains("/") ? .path(.init(argv[0])) : .name(argv[0])
        do {
            let result = try await Subprocess.run(
                program, arguments: Arguments(Array(argv.dropFirst())),
                environment: .inherit.updating(["NOETL_SESSION_TOKEN": nil, "NOETL_AUTH0_CLIENT_SECRET": nil]),
                platformOptions: platform, input: .none, output: .discarded, error: .discarded)
            switch result.terminationStatus {
            case .exited(0): return nil
            case .exited(let status): return "ended with status \(status)."
            case .signaled(let signal): return "was ended by signal \(signal)."
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return "is not installed."
        } catch {
            return "could not be started."
        }
    }
}
