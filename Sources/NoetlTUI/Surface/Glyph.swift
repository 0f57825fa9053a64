/// One drawable character: what stands in one cell, or in two when it is wide.
///
/// `glyphs(of:)` is the only way from text to the screen, so that no text, wherever it comes from, can move the cursor,
/// reorder a line or break it.
struct Glyph: Equatable, Sendable {
    /// The character that takes the room.
    let base: Unicode.Scalar
    /// What is drawn over it, such as accents; at most four, as many as ncurses keeps.
    private(set) var marks: [Unicode.Scalar]
    /// 1 or 2 columns.
    let width: Int

    /// An empty cell.
    static let blank = Glyph(base: " ", marks: [], width: 1)
    private static let unknown = Glyph(base: "\u{FFFD}", marks: [], width: 1)
    private static let mostMarks = 4

    /// A plain character of one column.
    static func narrow(_ scalar: Unicode.Scalar) -> Glyph { Glyph(base: scalar, marks: [], width: 1) }

    /// The text of the glyph.
    var text: String { Self.text(of: CollectionOfOne(self)) }

    /// Glyphs as text again.
    static func text(of glyphs: some Sequence<Glyph>) -> String {
        var scalars = String.UnicodeScalarView()
        for glyph in glyphs {
            scalars.append(glyph.base)
            scalars.append(contentsOf: glyph.marks)
        }
        return String(scalars)
    }

    /// What of `text` can be drawn: white space becomes blanks; controls, escape characters and everything else that is
    /// invisible by itself goes.
    static func glyphs(of text: some StringProtocol) -> [Glyph] {
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if (0x20..<0x7F).contains(scalar.value) { glyphs.append(.narrow(scalar)) } else { add(scalar, to: &glyphs) }
        }
        return glyphs
    }

    private static func add(_ scalar: Unicode.Scalar, to glyphs: inout [Glyph]) {
        switch scalar {
        case "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": return glyphs.append(.blank)
        // Variation selectors and skin tones: terminals disagree on their width, so the plain picture is drawn.
        case "\u{FE00}"..."\u{FE0F}", "\u{E0100}"..."\u{E01EF}": return
        case "\u{1F3FB}"..."\u{1F3FF}" where glyphs.last?.base.properties.isEmojiModifierBase == true: return
        default: break
        }
        switch scalar.properties.generalCategory {
        // Format characters are bidirectional controls, joiners, tags: nothing of it can be seen.
        case .control, .format, .surrogate: return
        case .unassigned: glyphs.append(.unknown)
        case .spaceSeparator where scalar != "\u{3000}": glyphs.append(.blank)
        default: place(scalar, in: &glyphs)
        }
    }

    private static func place(_ scalar: Unicode.Scalar, in glyphs: inout [Glyph]) {
        let width = DisplayWidth.of(scalar)
        guard width == 0 else { return glyphs.append(Glyph(base: scalar, marks: [], width: width)) }
        guard let last = glyphs.indices.last, glyphs[last].marks.count < mostMarks else { return }
        glyphs[last].marks.append(scalar)
    }
}
