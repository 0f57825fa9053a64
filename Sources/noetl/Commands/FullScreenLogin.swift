import ArgumentParser
import Foundation
import NoetlCore
import NoetlTUI

/// `noetl auth login --interactive`: opens the wizard with what the flags said, and leaves a record of its result.
struct FullScreenLogin {
    let asker: LoginAsker
    let surroundings: Surroundings
    let report: LoginReport

    /// Runs the wizard.
    ///
    /// - Throws: the failure that it was left from, `cancelled`, `usage` for an unsuitable terminal, the status of a
    ///   signal; before it opens, `context_not_found` and `config_unwritable`.
    func run(_ choice: ModeChoice, draft: LoginRequest) async throws {
        let store = surroundings.contexts, world = surroundings.world
        let forwards = PortForwards(home: surroundings.home)
        let contexts = try store.load()
        // Before anybody chooses and types: is there somewhere to go with it?
        if draft.context.name != nil { _ = try draft.context.resolve(in: contexts) }
        if draft.savesSession { try store.checkWritable() }
        var settings = WizardSettings(draft: draft, contexts: contexts)
        settings.mode = try await mode(choice, draft: draft)
        settings.realm = asker.flags.mode.realm
        settings.browserObstacle = world.browser.reach.obstacle?.reason
        settings.usesMouse = surroundings.environment["NOETL_MOUSE"] == "1"
        settings.lastModes = store.lastModes
        settings.wantsQRCode = asker.flags.course.qr
        let ready = settings
        let end = try await Interruption.standAside { () async throws(NoetlError) in
            try await Wizard.run(ready, contexts: store, forwards: forwards, world: world)
        }
        switch end {
        case .loggedIn(let outcome): try report.record(outcome)
        case .failed(let error): throw error
        case .left, .added: throw NoetlError.cancelled
        case .signalled(let signal): throw ExitCode(128 + signal)
        }
    }

    private func mode(_ choice: ModeChoice, draft: LoginRequest) async throws(NoetlError) -> WizardSettings.Mode? {
        switch choice {
        case .none: return nil
        case .pkce(let hint): return .pkce(hint: hint)
        case .device: return .device
        case .password(let email): return .password(email: email)
        case .token(.stdin), .callbackURL(.stdin): return .proof(nil)
        case .token(.argument), .callbackURL(.argument):
            switch try await asker.complete(draft, for: choice).mode {
            case .token(let proof), .callbackURL(let proof): return .proof(proof)
            default: return .proof(nil)
            }
        }
    }
}
