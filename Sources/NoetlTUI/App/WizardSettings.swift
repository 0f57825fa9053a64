import Foundation
import NoetlCore

/// What is known before the wizard opens: what the flags said, and what the surroundings are like.
public struct WizardSettings: Sendable {
    /// A way to log in that a flag chose, with what it said already.
    public enum Mode: Sendable, Equatable {
        /// Browser sign-in, with the address to sign in as.
        case pkce(hint: String?)
        /// A code on any device.
        case device
        /// Email and password.
        case password(email: String?)
        /// A token or callback URL; nil has still to be asked for.
        case proof(Secret?)
    }

    /// What it is opened for.
    enum Goal: Sendable, Equatable {
        /// A login.
        case login
        /// A context from the address of a gateway, and no login.
        case newContext
    }

    /// What it is opened for.
    var goal = Goal.login
    /// The login as the flags describe it; its mode and context are what the wizard fills in.
    public var draft: LoginRequest
    /// The contexts of the file.
    public var contexts: Contexts
    /// The mode that a flag chose; nil shows the chooser.
    public var mode: Mode?
    /// The Auth0 connection of a password login.
    public var realm: String?
    /// Why no browser can be opened here; nil when one can.
    public var browserObstacle: String?
    /// Whether the mouse is used from the start (`NOETL_MOUSE=1`).
    public var usesMouse = false
    /// The mode that last worked, by the names of contexts.
    public var lastModes: [String: LoginMode.Kind] = [:]
    /// Whether the QR code of a device login is shown at once.
    public var wantsQRCode = false
    /// The wall clock when the wizard opens.
    public var wallClock: Date

    /// Settings for a login like `draft`.
    public init(draft: LoginRequest, contexts: Contexts, wallClock: Date = Date()) {
        self.draft = draft
        self.contexts = contexts
        self.wallClock = wallClock
    }

    /// Whether everything comes from flags, so that no context is needed.
    public var needsNoContext: Bool {
        draft.overrides.serverURL != nil && !draft.savesSession && draft.context.name == nil
    }
}

/// How the wizard ended.
public enum WizardEnd: Sendable, Equatable {
    /// With a context that was added, and all contexts as they are then.
    case added(String, Contexts)
    /// It never began: this terminal has no full screen, and nothing was shown on it.
    case noFullScreen
    /// With a session.
    case loggedIn(LoginOutcome)
    /// Left from the screen of a failure.
    case failed(NoetlError)
    /// Left before there was a result.
    case left
    /// Ended by a signal before there was a result.
    case signalled(Int32)
}
