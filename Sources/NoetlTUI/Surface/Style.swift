/// What a piece of text means on the screen; `Palette` decides how that looks on the terminal at hand.
enum Style: Character, CaseIterable, Sendable {
    /// Ordinary text.
    case plain = "."
    /// Labels, hints and rules: there for who looks for them.
    case faint = "f"
    /// The one thing to read first: the code, the verdict, the time.
    case strong = "S"
    /// What the user typed.
    case accent = "a"
    /// The choice under the cursor.
    case selected = "A"
    /// The letters of a choice that the filter found.
    case match = "m"
    /// A verdict: all is well. Always beside a mark.
    case good = "g"
    /// A verdict: look at this. Always beside a mark.
    case warning = "w"
    /// A verdict: it failed. Always beside a mark.
    case bad = "b"
    /// A QR code: dark ink on light paper, whatever the terminal's own colours are.
    case paper = "p"
}
