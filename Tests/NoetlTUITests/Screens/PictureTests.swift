import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

/// The pictures of the README are frames of the program; `scripts/pictures` draws them anew.
@Suite("Pictures")
struct PictureTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Documentation/Pictures").standardized
    private static let size = Size(rows: 20, columns: 84)

    private func expect(_ frame: Surface, _ title: String, is name: String) throws {
        let file = Self.folder.appending(path: "\(name).svg"), svg = Picture(frame: frame, title: title).svg
        if ProcessInfo.processInfo.environment["NOETL_RECORD"] != nil { try Data(svg.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == svg, "\(name).svg differs; scripts/pictures draws it")
    }

    @Test("the wizard: which context, how to log in, and the browser")
    func wizard() throws {
        var wizard = AppDriver(.sample(Sample.managed), size: Self.size)
        try expect(wizard.frame, "The wizard asks which context to log in to", is: "wizard-contexts")
        wizard.press(.enter)
        try expect(wizard.frame, "The wizard asks how to log in", is: "wizard-modes")
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .pkce(hint: nil)), size: Self.size)
        wizard.hear(
            try Sample.preflight(), try Sample.allowlist(.accepted), .browserAsked(program: "xdg-open"))
        try expect(wizard.frame, "The wizard waits for the browser", is: "wizard-browser")
    }

    @Test("the manager")
    func manager() throws {
        var manager = ManagerDriver(size: Self.size)
        manager.confirm("gke-prod", .valid, until: Sample.wallClock + 18_720)
        manager.confirm("staging", .expired)
        manager.take(.forwards(["kind-dev": Sample.running]))
        try expect(manager.frame, "The context manager lists contexts, sessions and port-forwards", is: "manager")
    }

    @Test("what an SVG must not have by itself is escaped, and wide glyphs keep their two columns")
    func escaping() {
        var frame = Surface(Size(rows: 1, columns: 20))
        frame.write("<a & b> 会x", row: 0, column: 0)
        let svg = Picture(frame: frame, title: "a < b").svg
        #expect(svg.contains(">&lt;a &amp; b&gt;</text>"))
        #expect(svg.contains("textLength=\"16.8\" lengthAdjust=\"spacingAndGlyphs\">会</text>"))
        #expect(svg.contains("<title>a &lt; b</title>"))
    }
}
