import Testing

@testable import NoetlTUI

@Suite("Repertoire")
struct RepertoireTests {
    private static func shown(_ text: String, in repertoire: Repertoire) -> String {
        var surface = Surface(Size(rows: 1, columns: 40))
        surface.write(text, row: 0, column: 0, style: .good)
        let rendered = repertoire.rendering(of: surface)
        #expect(rendered.isSound)
        return rendered.text
    }

    @Test(
        "what a terminal cannot show is replaced column by column",
        arguments: [
            (Repertoire.unicode, "─✓ 会é", "─✓ 会é"), (.ascii, "─── … ✓ ! ✗ ◐ • ·", "--- ~ + ! x | * -"),
            (.ascii, "会e\u{301}é“q”", "??e?\"q\""), (.ascii, "plain ~ text", "plain ~ text"),
            (.console, "─✓ é", "-+ é"), (.console, "e\u{301}", "e\u{301}"),
        ])
    func replacement(repertoire: Repertoire, text: String, expected: String) {
        #expect(Self.shown(text, in: repertoire) == expected)
    }

    @Test("every mark of the widgets has an ASCII form")
    func marks() {
        var spinner = Spinner()
        var marks: [Character] = [
            Verdict.good.mark, Verdict.warning.mark, Verdict.bad.mark, "─", "…", "›", "•", "↑", "↓", "█",
        ]
        for _ in 0..<4 {
            marks.append(spinner.mark)
            spinner.tick()
        }
        for mark in marks {
            #expect(Self.shown(String(mark), in: .ascii) != "?", "\(mark)")
        }
    }

    @Test("the styles and the cursor stay")
    func styles() {
        var surface = Surface(Size(rows: 1, columns: 4))
        surface.write("✓", row: 0, column: 1, style: .good)
        surface.showCursor(row: 0, column: 2)
        let rendered = Repertoire.ascii.rendering(of: surface)
        #expect(rendered.styles == " g")
        #expect(rendered.cursor == surface.cursor)
    }
}
