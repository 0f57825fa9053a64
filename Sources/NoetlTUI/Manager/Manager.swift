import Foundation
import NoetlCore

/// The context manager as a value: the contexts, what is known of them, and what lies over the list of them.
///
/// Like `App` it draws and decides, and asks for everything else by effects. A login, and a context from a gateway, are
/// an `App` that it opens over itself.
struct Manager: FullScreenApp {
    static let name = "The context manager"
    static let alternative = "Use the commands: noetl context list, noetl auth status --all, noetl auth login."

    /// What was known before.
    let settings: ManagerSettings
    /// The contexts of the file.
    var contexts: Contexts
    /// Why the file cannot be read at the moment; the contexts are those of before then.
    var problem: NoetlError?
    /// What the gateways said of the sessions, by the names of their contexts.
    var sessions: [String: LiveSession] = [:]
    /// How the port-forwards are, by the names of their contexts.
    var forwards: [String: ForwardSight] = [:]
    /// The list, and the details beside it.
    var board: ContextBoard
    /// What lies over the list; nil shows the list.
    var layer: Layer?
    /// Help about the list, over it.
    var help: HelpOverlay?
    /// How large the terminal is.
    var size: Size
    /// This moment.
    var now: ContinuousClock.Instant
    /// The moment when the wall clock was read.
    let opened: ContinuousClock.Instant
    /// The number of the last login that was opened from here; news of earlier ones are over.
    var attempts = 0
    /// Whether the manager's own lines are shown outside the full screen.
    var showsLines = false
    /// Whether the mouse is the program's, and not the terminal's for selecting text.
    var usesMouse: Bool
    /// Whether the terminal has the half blocks that QR codes are drawn with.
    var hasHalfBlocks = true
    /// The mode that last worked, by the names of contexts.
    var lastModes: [String: LoginMode.Kind]
    /// How it ended; nil while it goes on.
    var end: ManagerEnd?

    /// A manager of the contexts in `settings`.
    init(_ settings: ManagerSettings, size: Size, now: ContinuousClock.Instant) {
        self.settings = settings
        self.size = size
        self.now = now
        contexts = settings.contexts
        opened = now
        usesMouse = settings.usesMouse
        lastModes = settings.lastModes
        board = ContextBoard([], selected: nil)
        board = ContextBoard(rows, selected: settings.selected ?? contexts.current)
    }

    /// Whether lines are shown outside the full screen until a key is pressed.
    var isOutside: Bool {
        if case .wizard(let app) = layer { app.isOutside } else { showsLines }
    }

    /// The wall clock at this moment.
    var wallClock: Date {
        settings.wallClock.addingTimeInterval(TimeInterval(opened.duration(to: now).components.seconds))
    }

    /// The context under the cursor.
    var selected: Context? { board.selected.flatMap { contexts[$0] } }

    /// Shows the list and starts to watch what it shows.
    mutating func begin() -> [Effect] {
        (usesMouse ? [.useMouse(true)] : []) + [.watchContexts] + ask(contexts.all) + look()
    }

    /// Takes up what happened.
    mutating func update(_ event: AppEvent) -> [Effect] {
        guard end == nil else { return [] }
        // Whatever comes into sight shows the time that is left now.
        defer { refresh() }
        switch event {
        case .key(let key): return press(key)
        case .resized(let size): self.size = size
        case .tick(let time):
            now = time
            return pass(event) + look()
        case .stopped, .resumed: showsLines = false
        case .terminate(let signal): end = .signalled(signal)
        case .contexts(let result): return hear(result)
        case .validated(let status, let context): hear(status, of: context)
        case .forwards(let sights): hear(sights)
        case .forwardStarted(let name, let result): return hear(result, of: name)
        case .forwardStopped(let name, let result): return hear(result, of: name)
        case .written(let write, let result):
            if case .wizard = layer { break }
            return hear(result, of: write)
        case .login, .loginFailed, .browser, .contract, .finding: break
        }
        return pass(event)
    }

    /// Draws what is to be seen.
    func draw(on surface: inout Surface) {
        if let help, ScreenFrame.fits(surface.size) {
            help.draw(on: &surface)
        } else if let layer {
            layer.draw(on: &surface)
        } else {
            var board = board
            board.notice = board.notice ?? problem.map { "The config file cannot be read: \($0.why)" }
            board.draw(on: &surface, details: details, trailing: trailing)
        }
    }

    /// What is said of the context under the cursor.
    var details: ContextDetails? { detailsText?.details }

    /// The same, before it is put into words.
    var detailsText: DetailsText? {
        selected.map { context in
            DetailsText(
                context: context, isCurrent: context.name == contexts.current, live: sessions[context.name],
                forward: forwards[context.name], now: wallClock)
        }
    }

    private var trailing: String {
        let waiting = sessions.values.count { $0 == .asking }
        if waiting > 0 { return "asking for \(waiting) session\(waiting == 1 ? "" : "s")" }
        return contexts.all.isEmpty ? "" : "\(contexts.all.count) context\(contexts.all.count == 1 ? "" : "s")"
    }
}

/// What lies over the list of the manager.
enum Layer: Sendable {
    /// A form, and what becomes of it.
    case form(FormScreen, Purpose)
    /// A question, and what it is about.
    case question(Question, Topic)
    /// The runtime of a context.
    case runtime(RuntimeChooser, String)
    /// Others have changed what is being edited.
    case conflict(Conflict)
    /// A failure to be read.
    case failure(FailureScreen)
    /// A login, or a context from a gateway.
    case wizard(App)

    /// What a form is for.
    enum Purpose: Sendable, Equatable {
        /// To add a context.
        case add
        /// To change one, as it was when the form was opened.
        case edit(Context)
        /// To give one another name.
        case rename(String)
    }

    /// What a question is about.
    enum Topic: Sendable, Equatable {
        /// Whether a session shall be forgotten.
        case logOut(String)
        /// Whether a context shall be removed.
        case delete(String)
        /// Whether a context that is gone shall be there again.
        case recreate(ContextChange, name: String)
    }

    /// Draws it.
    func draw(on surface: inout Surface) {
        switch self {
        case .form(let screen, _): screen.draw(on: &surface)
        case .question(let screen, _): screen.draw(on: &surface)
        case .runtime(let screen, _): screen.draw(on: &surface)
        case .conflict(let conflict): conflict.screen.draw(on: &surface)
        case .failure(let screen): screen.draw(on: &surface)
        case .wizard(let app): app.draw(on: &surface)
        }
    }
}
