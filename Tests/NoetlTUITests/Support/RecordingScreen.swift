@testable import NoetlTUI

/// A terminal in memory: it keeps what was shown, and its keys are laid down beforehand.
struct RecordingScreen: TerminalBackend {
    /// How much room there is.
    var size: Size
    /// The keys to come.
    var keys: [Key]
    /// All that was done to the terminal, in order.
    private(set) var events: [Event] = []

    /// Something done to the terminal.
    enum Event: Equatable {
        /// A frame was shown.
        case frame(Surface)
        /// Lines were printed outside the full screen.
        case outside([String])
        /// Text was sent to the clipboard.
        case copied(String)
        /// The mouse was asked for, or left to the terminal.
        case mouse(Bool)
        /// The new size was taken up.
        case resized
        /// Everything was drawn again.
        case redrawn
        /// The job was asked to stop.
        case suspended
        /// The shell had the terminal for a while.
        case stopped
        /// The terminal was taken back.
        case takenBack
    }

    /// A terminal of this size.
    init(size: Size, keys: [Key] = []) {
        self.size = size
        self.keys = keys
    }

    /// There is nothing to watch.
    var inputDescriptor: Int32? { nil }

    /// The next key that was laid down.
    mutating func nextKey() -> Key? { keys.isEmpty ? nil : keys.removeFirst() }
    /// Keeps the frame.
    mutating func present(_ frame: Surface) { events.append(.frame(frame)) }
    /// Keeps the lines.
    mutating func printOutside(_ lines: [String]) { events.append(.outside(lines)) }
    /// Keeps the text.
    mutating func copy(_ text: String) { events.append(.copied(text)) }
    /// Keeps the wish.
    mutating func useMouse(_ isWanted: Bool) { events.append(.mouse(isWanted)) }
    /// Keeps that it happened.
    mutating func resize() { events.append(.resized) }
    /// Keeps that it happened.
    mutating func redraw() { events.append(.redrawn) }
    /// Keeps that it happened.
    mutating func suspend() { events.append(.suspended) }
    /// Keeps that it happened.
    mutating func stop() { events.append(.stopped) }
    /// Keeps that it happened.
    mutating func takeBack() { events.append(.takenBack) }
}
