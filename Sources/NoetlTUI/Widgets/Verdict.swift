/// How something stands: a colour, and always the mark that says the same without one.
enum Verdict: Equatable, Sendable {
    /// All is well.
    case good
    /// It needs attention.
    case warning
    /// It failed.
    case bad

    /// The mark before the words.
    var mark: Character {
        switch self {
        case .good: "✓"
        case .warning: "!"
        case .bad: "✗"
        }
    }

    /// The style of the mark.
    var style: Style {
        switch self {
        case .good: .good
        case .warning: .warning
        case .bad: .bad
        }
    }
}
