import ArgumentParser
import Foundation
import NoetlCore
import NoetlTUI

/// `noetl auth login --interactive`: opens the wizard with what the flags said, and leaves a record of its result.
struct FullScreenLogin {
    let asker: LoginAsker
    let surroundings: Surroundings
    let report: LoginReport

    /// Runs the wizard; false when this terminal has no full screen, so that nothing was shown.
    ///
    /// - Throws: the failure that it was left from, `cancelled`, or the status of a signal.
    func run(_ settings: WizardSettings) async throws -> Bool {
        let store = surroundings.contexts, world = surroundings.world
        let forwards = PortForwards(home: surroundings.home)
        let end = try await Interruption.standAside { () async throws(NoetlError) in
            try await Wizard.run(settings, contexts: store, forwards: forwards, world: world)
        }
        switch end {
        case .noFullScreen: return false
        case .loggedIn(let outcome): try report.record(outcome)
        case .failed(let error): throw error
        case .left, .added: throw NoetlError.cancelled
        case .signalled(let signal): throw ExitCode(128 + signal)
        }
        return true
    }

    /// What is known before the first question.
    ///
    /// - Throws: `context_not_found`, `config_invalid` and `config_unwritable`.
    func settings(_ choice: ModeChoice, draft: LoginRequest) async throws(NoetlError) -> WizardSettings {
        let store = surroundings.contexts
        let contexts = try store.load()
        // Before anybody chooses and types: is there somewhere to go with it?
        if draft.context.name != nil { _ = try draft.context.resolve(in: contexts) }
        if draft.savesSession { try store.checkWritable() }
        var settings = WizardSettings(draft: draft, contexts: contexts)
        settings.mode = try await mode(choice, draft: draft)
        settings.realm = asker.flags.mode.realm
        settings.browserObstacle = surroundings.world.browser.reach.obstacle?.reason
        settings.usesMouse = surroundings.environment["NOETL_MOUSE"] == "1"
        settings.wantsQRCode = asker.flags.course.qr
        settings.lastModes = store.lastModes
        return settings
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
