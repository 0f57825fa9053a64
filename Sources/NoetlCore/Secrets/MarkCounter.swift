/// Counts the accents and other marks on a character: hundreds of them would paint over the lines around.
public struct MarkCounter {
    private var marks = 0

    /// A counter before the first scalar of a text.
    public init() {}

    /// Takes the next scalar; whether it is a mark beyond the four that a character keeps, as many as a full screen draws.
    public mutating func isTooMany(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: marks += 1
        // What cannot be seen does not end a character, and is no mark of it either.
        case .control, .format: return false
        default: marks = 0
        }
        return marks > 4
    }
}
