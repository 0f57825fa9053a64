import Foundation
import NoetlCore

/// A context made from what a gateway says of itself.
extension PlainLogin {
    /// Asks for the gateway until one answers, shows what would be written, and writes it.
    func newContext(beside contexts: Contexts) async throws(NoetlError) -> Context {
        while true {
            do throws(NoetlError) {
                let address = try await PlainQuestion.text("Address of the gateway") {
                    $0.isEmpty ? "Type it like https://gateway.acme.com." : nil
                }
                let gateway = try ServerURL(
                    address.contains("://") ? address : "https://\(address)", from: "your answer")
                let contract = try await GatewayClient(base: gateway, world: world).contract()
                let proposal = try ContextProposal(gateway: gateway, contract: contract)
                let name = try await askForName(of: proposal, beside: contexts)
                Console.note(
                    ProposalText(proposal: proposal, name: name, version: contract.gatewayVersion, old: nil).preview)
                guard try await PlainQuestion.isYes("Write it?", preset: true) else { continue }
                return try await write(proposal, as: name)
            } catch {
                guard error.code != .cancelled else { throw error }
                Console.note(error.lines.joined(separator: "\n"))
            }
        }
    }

    private func askForName(
        of proposal: ContextProposal, beside contexts: Contexts
    ) async throws(NoetlError) -> String {
        try await PlainQuestion.text(
            "Name of the context", preset: proposal.freeName(beside: contexts)
        ) { name in
            guard contexts[name] == nil else { return "There is a context of that name already." }
            do throws(NoetlError) {
                try ContextName.check(name)
                return nil
            } catch {
                return error.why
            }
        }
    }

    private func write(_ proposal: ContextProposal, as name: String) async throws(NoetlError) -> Context {
        try await offPool { [store] () throws(NoetlError) in
            try store.edit { file throws(NoetlError) in
                try proposal.write(to: &file, as: name, replacing: nil)
                return try file.contexts.named(name)
            }
        }
    }
}
