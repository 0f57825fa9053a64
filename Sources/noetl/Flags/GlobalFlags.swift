import ArgumentParser
import NoetlCore

/// The flags that every command takes, before or after the subcommand; the last one wins.
struct GlobalFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("Use this context for one command (env NOETL_CONTEXT).", valueName: "name"),
        completion: ContextCompletion.names)
    var context: String?

    @Option(
        help: ArgumentHelp("Trust the authorities in this PEM file too (env NOETL_CA_FILE).", valueName: "pem"),
        completion: .file())
    var caFile: String?

    @Flag(help: "Trace requests, timings and decisions to stderr (env NOETL_DEBUG=1).")
    var debug = false

    /// Refuses `--context` beside a flag that means all contexts.
    ///
    /// - Throws: `usage`.
    func refuseContext(with flag: String, given isGiven: Bool) throws(NoetlError) {
        guard isGiven, context != nil else { return }
        throw NoetlError(
            .usage, what: "\(flag) and --context cannot be used together.", next: "Leave one of them out.")
    }
}
