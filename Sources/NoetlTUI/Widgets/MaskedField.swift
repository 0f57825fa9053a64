import NoetlCore

/// A line of text that is typed unseen: a password, a token.
///
/// A bullet stands for each character, and no way of printing the field shows more than that.
struct MaskedField: Equatable, Sendable {
    private var field = TextField()

    /// An empty field.
    init() {}

    /// What has been typed.
    var secret: Secret { Secret(field.text) }
    /// Whether nothing has been typed.
    var isEmpty: Bool { field.isEmpty }
    /// How many characters have been typed.
    var count: Int { field.count }
    /// Whether something did not fit in.
    var overflowed: Bool { field.overflowed }

    /// Takes up a key; false when it means nothing to a field. Ctrl-U forgets everything.
    mutating func update(_ key: Key) -> Bool {
        guard key != .control("u") else {
            clear()
            return true
        }
        return field.update(key)
    }

    /// Empties the field.
    mutating func clear() { field.clear() }

    /// Draws the bullets on the first row of `area`.
    func draw(on surface: inout Surface, in area: Area, hasFocus: Bool = true) {
        field.draw(on: &surface, in: area, face: .masked, hasFocus: hasFocus)
    }
}

extension MaskedField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `‹hidden›`.
    var description: String { "‹hidden›" }
    /// Always `‹hidden›`.
    var debugDescription: String { description }
    /// Empty, so that `dump` shows nothing.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
