import Testing

@testable import NoetlTUI

@Suite("Surface")
struct SurfaceTests {
    @Test("text is the rows without the blanks at their ends")
    func text() {
        var surface = Surface(Size(rows: 3, columns: 10))
        surface.write("ab  ", row: 0, column: 2)
        surface.write("x", row: 2, column: 9, style: .bad)
        #expect(surface.text == "  ab\n\n         x")
        #expect(surface.style(row: 2, column: 9) == .bad)
        #expect(surface.style(row: 3, column: 0) == nil)
    }

    @Test("what lies outside is not drawn")
    func clipping() {
        var surface = Surface(Size(rows: 2, columns: 4))
        #expect(surface.write("abcdef", row: 0, column: 1) == 4)
        surface.write("no", row: 2, column: 0)
        surface.write("no", row: -1, column: 0)
        surface.write("xyz", row: 1, column: -1)
        surface.write("q", row: 1, column: .max)
        #expect(surface.text == " abc\nyz")
    }

    @Test("a limit of columns holds")
    func limit() {
        var surface = Surface(Size(rows: 1, columns: 10))
        #expect(surface.write("abcdef", row: 0, column: 0, columns: 3) == 3)
        #expect(surface.write("会议", row: 0, column: 4, columns: 3) == 6)
        #expect(surface.text == "abc 会")
    }

    @Test("half a wide character never remains")
    func halves() {
        var surface = Surface(Size(rows: 1, columns: 6))
        surface.write("会议", row: 0, column: 0)
        surface.write("x", row: 0, column: 1)
        #expect(surface.text == " x议")
        surface.write("y", row: 0, column: 2)
        #expect(surface.text == " xy")
        surface.write("会", row: 0, column: 5)
        #expect(surface.text == " xy")
        #expect(surface.isSound)
    }

    @Test("hostile text cannot move, reorder or hide anything")
    func hostile() {
        var surface = Surface(Size(rows: 2, columns: 60))
        surface.write(String.hostile, row: 0, column: 0)
        #expect(surface.text == "a[2Jb]0;titlec  d e31mfghijkl mn\n")
        #expect(surface.isSound)
    }

    @Test("accents stay on their letter, four at most")
    func accents() {
        var surface = Surface(Size(rows: 1, columns: 10))
        let zalgo = "Z" + String(repeating: "\u{301}", count: 30) + "a"
        surface.write("\u{301}e\u{301}" + zalgo, row: 0, column: 0)
        #expect(surface.text.unicodeScalars.count == 2 + 5 + 1)
        #expect(surface.isSound)
    }

    @Test("emoji are drawn as the parts that all terminals agree on")
    func emoji() {
        #expect(DisplayWidth.of("👨‍👩‍👧") == 6)
        #expect(DisplayWidth.of("👍🏽") == 2)
        #expect(DisplayWidth.of("❤️") == 1)
        #expect(DisplayWidth.of("🇩🇪") == 2)
        #expect(Glyph.glyphs(of: "👍🏽👨‍👩‍👧❤️").map(\.text) == ["👍", "👨", "👩", "👧", "❤"])
    }

    @Test("the cursor cannot stand outside")
    func cursor() {
        var surface = Surface(Size(rows: 2, columns: 4))
        surface.showCursor(row: 1, column: 3)
        #expect(surface.cursor == Surface.Position(row: 1, column: 3))
        surface.showCursor(row: 1, column: 4)
        #expect(surface.cursor == nil)
    }

    @Test("any writes leave a sound grid", arguments: 0..<20)
    func property(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let texts = ["plain", "会议室", "e\u{301}", .hostile, "👨‍👩‍👧", "한국", "\u{1100}\u{1161}\u{11A8}", "─✓…"]
        var surface = Surface(
            Size(rows: Int.random(in: 0...12, using: &generator), columns: .random(in: 0...40, using: &generator)))
        for _ in 0..<300 {
            surface.write(
                texts.randomElement(using: &generator) ?? "", row: .random(in: -2...14, using: &generator),
                column: .random(in: -5...45, using: &generator),
                style: Style.allCases.randomElement(using: &generator) ?? .plain,
                columns: .random(in: -1...20, using: &generator))
        }
        #expect(surface.isSound)
        #expect(Repertoire.ascii.rendering(of: surface).isSound)
        #expect(Repertoire.ascii.rendering(of: surface).text.utf8.count { $0 > 0x7F } == 0)
    }
}
