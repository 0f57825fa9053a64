import Foundation
import NoetlCore

/// The live doors of one command: environment, config file, world.
struct Surroundings {
    let environment: Environment
    let contexts: ContextStore
    let selection: ContextSelection
    private let flags: GlobalFlags

    /// Opens what `flags` and the process's environment name; the network is not touched before its first use.
    init(_ flags: GlobalFlags) {
        environment = Environment(ProcessInfo.processInfo.environment)
        self.flags = flags
        selection = ContextSelection(flag: flags.context, environment: environment)
        contexts = ContextStore(
            environment: environment, home: Self.home(environment),
            notice: { Console.note($0.line) })
    }

    /// The doors to network, browser, time and trace.
    var world: World {
        let trace = flags.debug || environment["NOETL_DEBUG"] == "1" ? Trace { Console.note("debug: \($0)") } : .off
        let trust = TrustSettings(caFile: flags.caFile, environment: environment)
        return World(
            http: SystemHTTP(trust: trust, environment: environment, trace: trace),
            browser: SystemBrowser(environment: environment), environment: environment, trace: trace)
    }

    /// `$HOME`, as every shell tool has it; the account's own folder where it is unset.
    private static func home(_ environment: Environment) -> URL {
        environment["HOME"].map { URL(filePath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
    }
}
