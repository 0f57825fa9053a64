/// Something a person pressed or pasted.
enum Key: Equatable, Hashable, Sendable {
    /// A letter, digit or mark, as typed; a combining accent comes by itself, after its letter.
    case character(Character)
    /// Ctrl and a letter, in lower case: `.control("c")`.
    case control(Character)
    /// Alt and a letter.
    case alt(Character)
    /// The Enter key.
    case enter
    /// The Esc key by itself.
    case escape
    /// The Tab key.
    case tab
    /// Shift and Tab.
    case backTab
    /// Deletes before the cursor.
    case backspace
    /// Deletes under the cursor.
    case delete
    /// An arrow key.
    case up
    /// An arrow key.
    case down
    /// An arrow key.
    case left
    /// An arrow key.
    case right
    /// The Page Up key.
    case pageUp
    /// The Page Down key.
    case pageDown
    /// The Home key.
    case home
    /// The End key.
    case end
    /// A function key.
    case function(Int)
    /// A press of the mouse's main button at a place of the screen, counted from 0.
    case click(row: Int, column: Int)
    /// Text that was pasted in one piece; its lines end in `\n`.
    case paste(String)
}
