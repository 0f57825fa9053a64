import NoetlCore

/// How the styles look on the terminal at hand.
struct Palette: Equatable, Sendable {
    /// What a terminal does to a character.
    struct Look: Equatable, Sendable {
        /// Attributes that need no colour.
        var attributes: Attributes = []
        /// The number of the foreground colour; nil keeps the terminal's own.
        var color: Int16?
        /// The number of the background colour; nil keeps the terminal's own.
        var background: Int16?
    }

    /// Attributes that need no colour; a terminal that lacks one shows plain text.
    struct Attributes: OptionSet, Hashable, Sendable {
        /// One bit for each attribute.
        let rawValue: UInt8

        /// Heavier letters.
        static let bold = Attributes(rawValue: 1)
        /// Paler letters.
        static let dim = Attributes(rawValue: 2)
        /// A line under the letters.
        static let underline = Attributes(rawValue: 4)
        /// Ink and paper change places.
        static let reverse = Attributes(rawValue: 8)
    }

    /// How many colours are used.
    enum Depth: Equatable, Sendable {
        /// Attributes only.
        case none
        /// The 8 or 16 named colours, whose tones belong to the user's theme.
        case named
        /// The fixed cube of 256.
        case indexed
    }

    /// How many colours are used.
    let depth: Depth

    /// A palette for a terminal of `colors` colours and a user who may not want any.
    ///
    /// `NO_COLOR` (any value) and `CLICOLOR=0` mean none.
    init(colors: Int, environment: Environment) {
        if environment["NO_COLOR"] != nil || environment["CLICOLOR"] == "0" || colors < 8 {
            depth = .none
        } else {
            depth = colors < 256 ? .named : .indexed
        }
    }

    /// What `style` looks like.
    func look(of style: Style) -> Look {
        switch style {
        case .plain: Look()
        case .faint: depth == .indexed ? Look(color: 243) : Look(attributes: .dim)
        case .strong: Look(attributes: .bold)
        case .accent: Look(color: color(named: 5, indexed: 32))
        case .selected: Look(attributes: .bold, color: color(named: 5, indexed: 32))
        case .match: Look(attributes: [.bold, .underline], color: color(named: 5, indexed: 32))
        case .good: Look(color: color(named: 2, indexed: 28))
        case .warning: Look(color: color(named: 3, indexed: 130))
        case .bad: Look(color: color(named: 1, indexed: 160))
        // Without colours, right on the many terminals that are dark; on others most phones read it none the less.
        case .paper where depth == .none: Look(attributes: .reverse)
        case .paper:
            Look(color: color(named: 0, indexed: 16), background: color(named: 7, indexed: 231))
        }
    }

    // The indexed tones are those that can be read on white and on black alike; of the named ones, magenta is.
    private func color(named: Int16, indexed: Int16) -> Int16? {
        switch depth {
        case .none: nil
        case .named: named
        case .indexed: indexed
        }
    }
}
