import ArgumentParser

/// The sandbox as a program of its own, and a browser for it.
@main
struct NoetlSandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "noetl-sandbox",
        abstract: "An Auth0-shaped tenant and a NoETL gateway on loopback, for tests and demonstrations.",
        subcommands: [Serve.self, Browse.self, FreePort.self],
        defaultSubcommand: Serve.self)
}
