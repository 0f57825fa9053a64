import Foundation
import NoetlCore

/// The whole wizard as a value: what is on screen, what has been decided, what is in flight.
///
/// It draws and decides, and asks for everything else by effects; it knows no terminal, no clock and no task.
struct App: FullScreenApp {
    static let name = "The full-screen login"
    static let alternative = "Use the plain form of it: noetl auth login --plain"
    static let endWithoutFullScreen: WizardEnd? = .noFullScreen

    /// A screen to come back to, with what was decided when it was shown.
    struct Step: Sendable {
        let screen: Screen
        let plan: Plan
    }

    /// What was known before.
    let settings: WizardSettings
    /// The contexts of the file.
    var contexts: Contexts
    /// The mode that last worked, by the names of contexts.
    var lastModes: [String: LoginMode.Kind]
    /// What has been decided.
    var plan: Plan
    /// What is shown.
    var screen: Screen
    /// The way here.
    var trail: [Step] = []
    /// Help about the screen, over it.
    var help: HelpOverlay?
    /// How large the terminal is.
    var size: Size
    /// This moment.
    var now: ContinuousClock.Instant
    /// The moment when the wall clock was read.
    let opened: ContinuousClock.Instant
    /// The wall clock at the last tick, up to which the times of the picker were counted.
    var counted: Date
    /// The number of the login under way, or of the gateway's answer being waited for; earlier ones are over.
    var attempt = 0
    /// Whether lines are shown outside the full screen until a key is pressed.
    var isOutside = false
    /// Whether the mouse is the program's, and not the terminal's for selecting text.
    var usesMouse: Bool
    /// Whether the terminal has the characters that QR codes are drawn with.
    var hasHalfBlocks = true
    /// How it ended; nil while it goes on.
    var end: WizardEnd?

    /// A wizard at its first screen; `begin` gives what that one needs.
    init(_ settings: WizardSettings, size: Size, now: ContinuousClock.Instant) {
        self.settings = settings
        self.size = size
        self.now = now
        contexts = settings.contexts
        lastModes = settings.lastModes
        opened = now
        counted = settings.wallClock
        plan = Plan(settings)
        usesMouse = settings.usesMouse
        screen = .newContext(Screen.NewContext())
    }

    /// Shows the first screen, or starts the login when the flags leave nothing open.
    mutating func begin() -> [Effect] {
        let mouse: [Effect] = usesMouse ? [.useMouse(true)] : []
        if settings.goal == .newContext {
            screen = .newContext(Screen.NewContext(form: NewContextForm(product: "noetl")))
            return mouse
        }
        if settings.needsNoContext { return mouse + proceed() }
        if settings.draft.context.source == .flag, let name = settings.draft.context.name,
            let context = contexts[name]
        {
            plan.context = context
            return mouse + proceed()
        }
        showContexts()
        return mouse
    }

    /// The wall clock at this moment.
    var wallClock: Date {
        let passed = opened.duration(to: now).components
        return settings.wallClock.addingTimeInterval(TimeInterval(passed.seconds))
    }

    /// Takes up what happened.
    mutating func update(_ event: AppEvent) -> [Effect] {
        guard end == nil else { return [] }
        switch event {
        case .key(let key): return press(key)
        case .resized(let size): self.size = size
        case .tick(let time):
            now = time
            refreshPicker()
            screen.tick(time)
        case .login(let news, let number): if number == attempt { hear(news) }
        case .loginFailed(let error, let number):
            if number == attempt, error.code != .cancelled { show(failure: error) }
        case .browser(let result): hear(result)
        case .contract(let result, let number): if number == attempt { hear(result) }
        case .finding(let finding, let number): if number == attempt { hear(finding) }
        case .written(let write, let result): return hear(result, of: write.name)
        // The manager's alone.
        case .contexts, .validated, .forwards, .forwardStarted, .forwardStopped: break
        // What was shown outside the full screen is gone with that.
        case .stopped, .resumed: isOutside = false
        case .terminate(let signal): leave(.signalled(signal))
        }
        return []
    }

    /// Draws what is to be seen.
    func draw(on surface: inout Surface) {
        if let help, ScreenFrame.fits(surface.size) { help.draw(on: &surface) } else { screen.draw(on: &surface) }
    }

    /// Ends the wizard; what has succeeded or failed already is what counts.
    mutating func leave(_ other: WizardEnd) {
        guard end == nil else { return }
        // A look at what stands in the way changes nothing about the failure.
        var last = screen
        if case .doctor = screen, let step = trail.last { last = step.screen }
        guard case .outcome(let outcome) = last else {
            end = other
            return
        }
        let ending = outcome.ending
        if case .failed = ending, case .signalled = other { end = other } else { end = ending }
    }

    /// Shows a screen, from which Esc leads back to this one.
    mutating func push(_ next: Screen, from earlier: Plan) {
        trail.append(Step(screen: screen, plan: earlier))
        screen = next
    }

    /// Goes one step back; from the first screen, that is out.
    mutating func back() -> [Effect] {
        attempt += 1
        guard let step = trail.popLast() else {
            leave(.left)
            return [.cancelLogin, .cancelFetch]
        }
        (screen, plan) = (step.screen, step.plan)
        return [.cancelLogin, .cancelFetch]
    }
}
