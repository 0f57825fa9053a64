import Foundation
import NoetlCore

/// What is known before the manager opens.
public struct ManagerSettings: Sendable {
    /// The contexts of the file.
    public var contexts: Contexts
    /// The context that the cursor begins on; nil means the current one.
    public var selected: String?
    /// The client secret for logins that the environment names; nil means the context's.
    public var clientSecret: Secret?
    /// Why no browser can be opened here; nil when one can.
    public var browserObstacle: String?
    /// Whether the mouse is used from the start (`NOETL_MOUSE=1`).
    public var usesMouse = false
    /// The mode that last worked, by the names of contexts.
    public var lastModes: [String: LoginMode.Kind] = [:]
    /// The wall clock when the manager opens.
    public var wallClock: Date

    /// Settings for a manager of these contexts.
    public init(contexts: Contexts, wallClock: Date = Date()) {
        self.contexts = contexts
        self.wallClock = wallClock
    }
}

/// How the manager ended.
public enum ManagerEnd: Sendable, Equatable {
    /// By its own key.
    case left
    /// By Ctrl-C.
    case cancelled
    /// By a signal.
    case signalled(Int32)
}
