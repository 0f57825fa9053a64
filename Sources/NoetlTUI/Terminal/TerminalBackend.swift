/// What the wizard needs of a terminal: `CursesScreen`, or one in memory.
protocol TerminalBackend: ~Copyable {
    /// How much room there is at the moment.
    var size: Size { get }

    /// What `poll(2)` watches for keys; nil when there is nothing to watch.
    var inputDescriptor: Int32? { get }

    /// The next key that has arrived, without waiting for one.
    mutating func nextKey() -> Key?

    /// Makes the terminal show `frame`.
    mutating func present(_ frame: Surface)

    /// Leaves the full screen and prints `lines` unbroken, so that they can be selected and copied; the next
    /// `present` returns to the full screen.
    mutating func printOutside(_ lines: [String])

    /// Asks the terminal to put `text` on its clipboard; whether it obeyed cannot be known.
    mutating func copy(_ text: String)

    /// Asks the terminal to tell of the mouse, or no longer to.
    mutating func useMouse(_ isWanted: Bool)

    /// Takes up the terminal's new size.
    mutating func resize()

    /// Draws everything again, whatever others wrote over it.
    mutating func redraw()

    /// Asks for the job to be stopped, as Ctrl-Z does in other programs; `stop` follows when that comes to pass.
    mutating func suspend()

    /// Gives the terminal to the shell, and returns when the user does.
    mutating func stop()

    /// Takes the terminal back from whoever had it while this process stood still.
    mutating func takeBack()
}
