import Foundation
import Subprocess

/// The person's own browser, as `BrowserReach` finds it: `$BROWSER`, else what the system opens pages with.
///
/// The child gets an argv (no shell reads the address), null stdio, its own session, and an environment without our
/// secrets. It is never killed: it may be the browser itself.
public struct SystemBrowser: Browser {
    /// Whether there is one that the person would see.
    public let reach: BrowserReach
    private let clock: MonotonicClock

    /// A browser found through these variables and facts.
    public init(environment: Environment, facts: BrowserReach.Facts, clock: MonotonicClock = .system) {
        reach = BrowserReach(environment: environment, facts: facts)
        self.clock = clock
    }

    /// The facts about this machine; looks for a few files.
    public static func facts(environment: Environment) -> BrowserReach.Facts {
        let files = FileManager.default
        var facts = BrowserReach.Facts()
        facts.isContainer = ["/.dockerenv", "/run/.containerenv"].contains { files.fileExists(atPath: $0) }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        facts.programs = Set(
            BrowserReach.windowsOpeners.filter { program in
                folders.contains { files.isExecutableFile(atPath: "\($0)/\(program)") }
            })
        #if os(macOS)
            facts.isMacOS = true
        #endif
        return facts
    }

    /// Starts the browser with `address` and watches it for a second.
    public func open(_ address: URL) async throws(BrowserFailure) -> String {
        guard let scheme = address.scheme?.lowercased(), ["http", "https"].contains(scheme), address.host() != nil
        else {
            throw BrowserFailure("Only http and https addresses are opened.")
        }
        let words: [String]
        switch reach {
        case .command(let command): words = command
        case .nowhere(let obstacle): throw BrowserFailure(obstacle.reason)
        }
        let argv = Self.argv(words, opening: address)
        guard let program = argv.first else { throw BrowserFailure("$BROWSER is blank.") }
        let shown = Redaction.cleaned(program, limit: 80)
        guard let failure = await launch(argv) else { return shown }
        throw BrowserFailure("\(shown) \(failure)")
    }

    /// The words of a command with `%s` replaced by the address, or the address appended.
    static func argv(_ words: [String], opening address: URL) -> [String] {
        // PowerShell reads its argument as a program, where the address stands within single quotes.
        let text =
            words == BrowserReach.powershell
            ? address.absoluteString.replacingOccurrences(of: "'", with: "%27") : address.absoluteString
        guard words.contains(where: { $0.contains("%s") }) else { return words.isEmpty ? [] : words + [text] }
        return words.map { $0.replacingOccurrences(of: "%s", with: text) }
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
