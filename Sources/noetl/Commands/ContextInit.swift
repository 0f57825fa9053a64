import ArgumentParser
import Foundation
import NoetlCore

/// `noetl context init`: sets a context up from what its gateway says about itself.
struct ContextInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Create a context from a gateway's own settings.",
        discussion: """
            It asks the gateway for its address and Auth0 application, shows what would be
            written, and asks; --yes does not. An existing context keeps its session
            only if the gateway stays the same.

            EXAMPLES:
              noetl context init prod --from-gateway https://gateway.acme.com
              noetl context init prod --from-gateway https://gateway.acme.com --yes
            """)

    @Argument(help: "Name of the context.", completion: ContextCompletion.names) var name: String
    @Option(help: ArgumentHelp("Address of the gateway.", valueName: "url")) var fromGateway: String
    @Option(
        help: ArgumentHelp("local, distributed or auto.", valueName: "runtime"),
        completion: .list(ContextField.runtimes))
    var runtime = "distributed"
    @Flag(help: "Make it the current context.") var setCurrent = false
    @Flag(name: [.customShort("y"), .customLong("yes"), .customLong("non-interactive")], help: "Do not ask.")
    var yes = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        try ContextName.check(name)
        let gateway = try ServerURL(fromGateway, from: "--from-gateway")
        let runtime = try ContextField.checkedRuntime(runtime)
        let surroundings = Surroundings(globals)
        let old = try surroundings.contexts.load()[name]
        guard yes || Console.isTerminal else { throw noTerminal }
        try surroundings.contexts.checkWritable()
        let contract = try await Self.contract(of: gateway, world: surroundings.world)
        let proposal = try ContextProposal(gateway: gateway, contract: contract, runtime: runtime)
        let text = ProposalText(
            proposal: proposal, name: name, version: contract.gatewayVersion, old: old, paint: .notes)
        Console.note(text.preview)
        ContextWarnings.show(for: gateway.description)
        if let warning = text.warning { Console.warn(warning) }
        if !yes, text.changes, try await !isConfirmed(replacing: old != nil) {
            return try Console.print("Nothing was written.")
        }
        try Console.print(text.outcome(isCurrent: try write(proposal, over: old, to: surroundings.contexts)))
        try Console.print("Next step:  noetl auth login --browser-pkce --context \(shellWord(name))")
    }

    /// Whether the person says yes; to a new context by Enter alone.
    private func isConfirmed(replacing: Bool) async throws(NoetlError) -> Bool {
        let answer = try await HiddenInput.line(replacing ? "Replace these settings? [y/N] " : "Write it? [Y/n] ")
        let words = ["y", "yes"] + (replacing ? [] : [""])
        return words.contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// Writes what was shown, and nothing else; returns whether the context is the current one now.
    private func write(
        _ proposal: ContextProposal, over old: Context?, to contexts: ContextStore
    ) throws(NoetlError) -> Bool {
        let name = name, setsCurrent = setCurrent
        return try contexts.edit { file throws(NoetlError) in
            try proposal.write(to: &file, as: name, replacing: old)
            if setsCurrent { try file.setCurrent(name) }
            return file.contexts.current == name
        }
    }

    private static func contract(of gateway: ServerURL, world: World) async throws(NoetlError) -> RuntimeContract {
        do throws(NoetlError) {
            return try await GatewayClient(base: gateway, world: world).contract()
        } catch {
            guard error.code == .gatewayError else { throw error }
            throw NoetlError(
                error.code, what: error.what, why: error.why,
                next: error.next.replacing("the server URL of the context", with: "the address of --from-gateway"))
        }
    }

    private var noTerminal: NoetlError {
        NoetlError(
            .usage, what: "Nothing was written.", why: "There is no terminal to ask on whether it should be.",
            next:
                "Add --yes: noetl context init \(shellWord(name)) --from-gateway \(shellWord(fromGateway)) --yes")
    }
}
