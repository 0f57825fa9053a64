import CNcurses
import NoetlCore

/// Turns cells into what ncurses draws, in the colours of this terminal.
struct CursesInk {
    private struct Ink {
        let attributes: attr_t
        let pair: Int16
    }

    private let inks: [Style: Ink]

    /// Sets up the colour pairs; ncurses must have opened the terminal.
    init(environment: Environment) {
        // Pairs keep the terminal's own background, whether light or dark.
        let hasColors = has_colors() && start_color() == OK && use_default_colors() == OK
        let palette = Palette(colors: hasColors ? Int(noetl_color_count()) : 0, environment: environment)
        var inks: [Style: Ink] = [:]
        for (index, style) in Style.allCases.enumerated() {
            let look = palette.look(of: style)
            var pair: Int16 = 0
            if let color = look.color {
                pair = Int16(index + 1)
                init_pair(pair, color, look.background ?? -1)
            }
            inks[style] = Ink(attributes: Self.attributes(look.attributes), pair: pair)
        }
        self.inks = inks
    }

    /// The cells of one row, as ncurses takes them: a wide character is one of them.
    func line(_ cells: some Sequence<Cell>) -> [cchar_t] {
        cells.compactMap { cell in cell.glyph.map { character($0, style: cell.style) } }.flatMap { $0 }
    }

    /// The columns that the C library, and so ncurses, gives a character in the locale of the process; -1 when unknown.
    static func systemWidth(of scalar: Unicode.Scalar) -> Int { Int(wcwidth(wide(scalar))) }

    private func character(_ glyph: Glyph, style: Style) -> [cchar_t] {
        // A C library with older tables than ours would shift the rest of the line.
        guard glyph.base.isASCII || Self.systemWidth(of: glyph.base) == glyph.width else {
            return Array(repeating: character(["?"], style: style), count: glyph.width)
        }
        return [character([glyph.base] + glyph.marks, style: style)]
    }

    private func character(_ scalars: [Unicode.Scalar], style: Style) -> cchar_t {
        var character = cchar_t()
        let ink = inks[style]
        setcchar(&character, scalars.map(Self.wide) + [0], ink?.attributes ?? 0, ink?.pair ?? 0, nil)
        return character
    }

    private static func wide(_ scalar: Unicode.Scalar) -> wchar_t { wchar_t(bitPattern: scalar.value) }

    private static func attributes(_ attributes: Palette.Attributes) -> attr_t {
        var bits: attr_t = 0
        if attributes.contains(.bold) { bits |= noetl_bold() }
        if attributes.contains(.dim) { bits |= noetl_dim() }
        if attributes.contains(.underline) { bits |= noetl_underline() }
        if attributes.contains(.reverse) { bits |= noetl_reverse() }
        return bits
    }
}
