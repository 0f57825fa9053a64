@testable import NoetlTUI

extension Key {
    /// Any key, with the odd hostile paste.
    static func random(using generator: inout SeededGenerator) -> Key {
        let keys: [Key] = [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .pageUp, .pageDown, .home,
            .end,
            .click(row: .random(in: 0...60, using: &generator), column: .random(in: 0...200, using: &generator)),
            .function(1), .control("a"), .control("c"), .control("e"), .control("k"), .control("u"), .control("w"),
            .alt("x"), .character("/"), .character("j"), .character("k"), .character("G"), .character("e"),
            .character("会"), .character("\u{301}"), .character("\u{200D}"), .character("👍"), .character("\u{202E}"),
            .paste(String.hostile), .paste("ctx 12"), .paste(""), .paste("\n\n"),
        ]
        return keys.randomElement(using: &generator) ?? .enter
    }
}

extension String {
    /// Everything that a server or a file could try on a terminal, with some letters between.
    static let hostile =
        "a\u{1B}[2Jb\u{1B}]0;title\u{07}c\r\nd\te\u{9B}31mf\u{202E}gh\u{2066}i\u{200B}j\u{7F}k\u{0}l\u{2028}m\u{E0041}n"
}

extension Surface {
    /// Whether every cell holds only what a terminal draws in the cell's own room.
    var isSound: Bool {
        (0..<size.rows).allSatisfy { row in
            let cells = Array(self.row(row))
            return cells.count == size.columns
                && cells.indices.allSatisfy { column in
                    guard let glyph = cells[column].glyph else {
                        return column > 0 && cells[column - 1].glyph?.width == 2
                    }
                    let followsWell = glyph.width == 1 || (column + 1 < cells.count && cells[column + 1].glyph == nil)
                    return followsWell && glyph.isSound
                }
        }
    }
}

extension Glyph {
    /// Whether nothing of it could do more than be drawn.
    var isSound: Bool {
        ([base] + marks).allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        } && (1...2).contains(width) && marks.count <= 4
    }
}
