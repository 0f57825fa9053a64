import ArgumentParser
import Foundation
import NoetlCore
import NoetlTUI

/// `noetl tui`: the full-screen manager of contexts.
struct TUICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tui",
        abstract: "Manage contexts and sessions in full screen.",
        discussion: """
            Shows all contexts with the state of their sessions, asked of the gateways
            in the background. Log in, switch, add, edit, rename, delete and forward
            ports from there; ? shows all keys.

            EXAMPLES:
              noetl tui
              noetl tui --context prod
            """)

    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let notes = LateNotes()
        let surroundings = Surroundings(globals, note: { notes.add($0) }, traceLine: { notes.trace($0) })
        guard Console.isTerminal else { throw Self.noTerminal }
        let store = surroundings.contexts, world = surroundings.world
        let forwards = PortForwards(home: surroundings.home)
        let contexts = try store.load()
        if surroundings.selection.name != nil { _ = try surroundings.selection.resolve(in: contexts) }
        var settings = ManagerSettings(contexts: contexts)
        settings.selected = surroundings.selection.name
        settings.clientSecret = surroundings.environment["NOETL_AUTH0_CLIENT_SECRET"].map { Secret($0) }
        settings.browserObstacle = world.browser.reach.obstacle?.reason
        settings.lastModes = store.lastModes
        settings.usesMouse = surroundings.environment["NOETL_MOUSE"] == "1"
        let ready = settings
        try await notes.holdBack { () async throws in
            let end = try await Interruption.standAside { () async throws(NoetlError) in
                try await ContextManager.run(ready, contexts: store, forwards: forwards, world: world)
            }
            switch end {
            case .left: return
            case .cancelled: throw NoetlError.cancelled
            case .signalled(let signal): throw ExitCode(128 + signal)
            }
        }
    }

    private static let noTerminal = NoetlError(
        .usage, what: "The context manager needs a terminal.", why: "Standard input or standard error is not one.",
        next: "Use the commands: noetl context list, noetl auth status --all, noetl auth login.")
}
