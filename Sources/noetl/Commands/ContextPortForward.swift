import ArgumentParser
import NoetlCore

/// `noetl context port-forward`: a tunnel to a NoETL server in a cluster, by kubectl.
struct ContextPortForward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port-forward",
        abstract: "Reach a context's server in a cluster through kubectl.",
        discussion: """
            It listens on the port of the context's server URL, which must be on this
            machine, until Ctrl-C. The context says where to: --kube-context,
            --kube-namespace, --kube-service (noetl) and --kube-remote-port (8082) of
            context update.

            EXAMPLES:
              noetl context port-forward gke-dev
              noetl context port-forward gke-dev --detach
              noetl context port-forward gke-dev --stop
            """)

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var name: String
    @Flag(help: "Start it in the background.") var detach = false
    @Flag(help: "End the one in the background.") var stop = false
    @Flag(help: "Say how the one in the background is.") var status = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        try refuseTwoJobs()
        let surroundings = Surroundings(globals)
        let forwards = PortForwards(home: surroundings.home)
        let text = PortForwardText(name: name)
        if stop || status {
            // One whose context is gone can still be seen and ended.
            let found = forwards.status(of: name)
            if found == .none { _ = try surroundings.contexts.load().named(name) }
            guard stop else { return try Console.print(text.status(found, log: forwards.log(of: name))) }
            return try Console.print(text.stop(try await forwards.stop(name)))
        }
        let forward = try PortForward(of: try surroundings.contexts.load().named(name))
        if detach {
            let outcome = try await forwards.start(forward)
            if case .ended(let status, let lines) = outcome {
                for line in text.failure(status, lines) { Console.note(line) }
                // It was asked to stay: that it ended well is a failure, too.
                throw ExitCode(status == 0 ? ExitStatus.failure : status)
            }
            return try Console.print(text.start(outcome))
        }
        let status = try await forwards.run(forward)
        if status != 0 { throw ExitCode(status) }
    }

    private func refuseTwoJobs() throws(NoetlError) {
        let given = [("--detach", detach), ("--stop", stop), ("--status", status)].filter(\.1).map(\.0)
        guard given.count > 1 else { return }
        throw NoetlError(
            .usage, what: "\(given[0]) and \(given[1]) cannot be used together.", next: "Leave one of them out.")
    }
}
