import Foundation
import NoetlCore

/// The screen that is shown, with its state.
enum Screen: Sendable {
    case picker(ContextPicker)
    case newContext(NewContext)
    case modes(ModeChooser)
    case missing(MissingSettings)
    case question(Question, Topic)
    case password(PasswordPrompt)
    case proof(TokenPrompt)
    case waiting(WaitingPanel)
    case pkce(LivePKCE)
    case device(LiveDevice)
    case outcome(Outcome)
    case doctor(DoctorPanel)

    /// What a question is about.
    enum Topic: Sendable, Equatable {
        /// Whether a session may cross the network unencrypted.
        case exposure
        /// Whether what was asked in place of missing settings shall be saved.
        case saveMissing
        /// Whether a context that exists shall become what its gateway says.
        case replace(ContextProposal, Context)
        /// Whether the session of another user than before shall be saved.
        case otherUser
    }

    /// A form for a new context, and the gateway that it asks.
    struct NewContext: Sendable {
        var form = NewContextForm()
        var gateway: ServerURL?
        var contract = RuntimeContract()
    }

    /// A PKCE login that waits, and the field for a pasted callback over it.
    struct LivePKCE: Sendable {
        var panel: PKCEPanel
        let address: URL
        let redirect: String
        let whole: [String]
        var paste: TokenPrompt?
    }

    /// A device login that waits.
    struct LiveDevice: Sendable {
        var panel: DevicePanel
        let address: URL
        let whole: [String]
    }

    /// Whether letters are text here, so that `?` is no call for help.
    var takesText: Bool {
        switch self {
        case .picker(let picker): picker.isFiltering
        case .newContext, .missing, .password, .proof: true
        case .pkce(let live): live.paste != nil
        case .modes, .question, .waiting, .device, .outcome, .doctor: false
        }
    }

    /// Whether `m` turns the mouse on and off here.
    var leavesMouseKey: Bool { if case .outcome = self { false } else { !takesText } }

    /// Draws it.
    func draw(on surface: inout Surface) {
        switch self {
        case .picker(let screen): screen.draw(on: &surface)
        case .newContext(let new): new.form.draw(on: &surface)
        case .modes(let screen): screen.draw(on: &surface)
        case .missing(let screen): screen.draw(on: &surface)
        case .question(let screen, _): screen.draw(on: &surface)
        case .password(let screen): screen.draw(on: &surface)
        case .proof(let screen): screen.draw(on: &surface)
        case .waiting(let screen): screen.draw(on: &surface)
        case .pkce(let live):
            if let paste = live.paste {
                paste.draw(on: &surface, countdown: live.panel.countdown)
            } else {
                live.panel.draw(on: &surface)
            }
        case .device(let live): live.panel.draw(on: &surface)
        case .outcome(let screen): screen.draw(on: &surface)
        case .doctor(let screen): screen.draw(on: &surface)
        }
    }

    /// Goes on to this moment.
    mutating func tick(_ time: ContinuousClock.Instant) {
        switch self {
        case .newContext(var new):
            new.form.tick()
            self = .newContext(new)
        case .waiting(var panel):
            panel.tick()
            self = .waiting(panel)
        case .doctor(var panel):
            panel.tick()
            self = .doctor(panel)
        case .pkce(var live):
            live.panel.tick(time)
            self = .pkce(live)
        case .device(var live):
            live.panel.tick(time)
            self = .device(live)
        case .picker, .modes, .missing, .question, .password, .proof, .outcome: break
        }
    }
}
