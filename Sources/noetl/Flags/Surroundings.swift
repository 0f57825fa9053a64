import Foundation
import NoetlCore

/// The live doors of one command: environment, config file, world.
struct Surroundings {
    let environment: Environment
    /// The user's home folder.
    let home: URL
    let contexts: ContextStore
    let selection: ContextSelection
    /// The doors to network, browser, time and trace.
    let world: World

    /// Opens what `flags` and the process's environment name; the network is not touched before its first use.
    ///
    /// - Parameters:
    ///   - note: where lines about files go.
    ///   - traceLine: where the lines of `--debug` go.
    init(
        _ flags: GlobalFlags, note: @escaping @Sendable (String) -> Void = { Console.note($0) },
        traceLine: @escaping @Sendable (String) -> Void = { Console.note($0) }
    ) {
        environment = Environment(ProcessInfo.processInfo.environment)
        selection = ContextSelection(flag: flags.context, environment: environment)
        home = Self.home(environment)
        contexts = ContextStore(
            environment: environment, home: home,
            notice: { note($0.line) })
        let trace = flags.debug || environment["NOETL_DEBUG"] == "1" ? Trace { traceLine("debug: \($0)") } : .off
        world = World(
            http: SystemHTTP(
                trust: TrustSettings(caFile: flags.caFile, environment: environment), environment: environment,
                trace: trace),
            browser: SystemBrowser(environment: environment, facts: SystemBrowser.facts(environment: environment)),
            environment: environment, trace: trace)
    }

    /// `$HOME`, as every shell tool has it; the account's own folder where it is unset.
    static func home(_ environment: Environment) -> URL {
        environment["HOME"].map { URL(filePath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
    }
}
