import NoetlCore
import Testing

@testable import NoetlTUI

@Suite("Frame and small widgets")
struct ScreenFrameTests {
    private static let hints = KeyHints([
        .init("o", "open again"), .init("u", "copy URL"), .init("r", "copy redirect URI"),
        .init("v", "paste callback URL"),
        .init("d", "use a device code instead"), .init("f", "other account"), .init("?", "help", isEssential: true),
        .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
    ])

    private static let error = NoetlError(
        .portInUse, what: "The login did not start.", why: "Port 8765 on 127.0.0.1 is taken by another program.",
        next: "Stop that program, or pass --pkce-port with another port and allowlist its callback URL in Auth0.")

    @Test(
        "a whole frame",
        arguments: [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 12, columns: 40)])
    func frame(size: Size) throws {
        var surface = Surface(size)
        let area = ScreenFrame(
            title: "noetl login · gke-prod", trailing: "4:37 left", trailingStyle: .strong, hints: Self.hints
        )
        .draw(on: &surface)
        let grid = FactGrid([
            .init("Auth0 tenant", "acme.us.auth0.com"), .init("Client ID", "Abc123XYZ"),
            .init("Redirect URI", "http://127.0.0.1:8765/callback", cut: .path),
            .init("Allowlist", "Auth0 accepts this redirect URI", verdict: .good),
            .init(
                "Dashboard", "https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings", cut: .path),
        ])
        grid.draw(on: &surface, in: area.prefix(rows: 5))
        ErrorBox(Self.error).draw(on: &surface, in: area.dropping(rows: area.rows > 7 ? 6 : 5))
        #expect(surface.isSound)
        try Golden.expect(surface.text, is: "frame-\(size.columns)x\(size.rows)")
        try Golden.expect(surface.styles, is: "frame-\(size.columns)x\(size.rows)-styles")
        if size.columns == 80 {
            try Golden.expect(Repertoire.ascii.rendering(of: surface).text, is: "frame-80x24-ascii")
        }
    }

    @Test("too small is one line, at any size", arguments: [(0, 0), (1, 1), (11, 40), (12, 39), (3, 200), (200, 3)])
    func tooSmall(rows: Int, columns: Int) {
        var surface = Surface(Size(rows: rows, columns: columns))
        let area = ScreenFrame(title: "noetl", hints: Self.hints).draw(on: &surface)
        #expect(area.isEmpty)
        #expect(surface.isSound)
        #expect(surface.text.split(separator: "\n").count <= 1)
    }

    @Test("long titles and hostile ones leave the rest alone")
    func titles() {
        var surface = Surface(Size(rows: 12, columns: 40))
        _ = ScreenFrame(
            title: "noetl login · " + String(repeating: "会", count: 40) + .hostile, trailing: "4:37 left",
            hints: Self.hints
        )
        .draw(on: &surface)
        #expect(surface.isSound)
        #expect(surface.text.split(separator: "\n").first?.hasSuffix("…  4:37 left") == true)
    }

    @Test("the ways out are shown however narrow it is", arguments: 20...120)
    func hints(columns: Int) {
        let lines = Self.hints.lines(columns: columns, rows: 2)
        #expect(lines.count <= 2)
        let keys = lines.flatMap { $0 }.map(\.key)
        #expect(keys.contains("?") && keys.contains("esc") && keys.contains("^C"))
    }

    @Test(
        "the countdown rounds up and warns",
        arguments: [
            (277, 0, "4:37", Style.strong, "4:37 left"), (30, 0, "0:30", .warning, "! 0:30 left"),
            (30, 1, "0:31", .strong, "0:31 left"),
            (0, 0, "0:00", .warning, "! time is up"), (-5, 0, "0:00", .warning, "! time is up"),
            (3723, 0, "1:02:03", .strong, "1:02:03 left"),
            (0, 1, "0:01", .warning, "! 0:01 left"),
        ])
    func countdown(seconds: Int, milliseconds: Int, text: String, style: Style, left: String) {
        let now = ContinuousClock.now
        let countdown = Countdown(from: now, to: now + .seconds(seconds) + .milliseconds(milliseconds))
        #expect(countdown.description == text)
        #expect(countdown.style == style)
        #expect(countdown.left == left)
    }

    @Test("an error shows its three sentences, and as much as fits")
    func errorBox() {
        let box = ErrorBox(Self.error)
        for columns in 1...100 {
            for rows in 0...6 {
                var surface = Surface(Size(rows: rows, columns: columns))
                box.draw(on: &surface, in: Area(surface.size))
                if !surface.isSound { Issue.record("unsound at \(columns)x\(rows)") }
            }
        }
        #expect(box.rows(columns: 200) == 3)
        #expect(ErrorBox(NoetlError(.cancelled, what: "Cancelled.")).rows(columns: 40) == 1)
    }

    @Test("the letters of a large code are all different and drawn inside")
    func largeType() throws {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
        var seen: Set<String> = []
        for letter in alphabet {
            var surface = Surface(Size(rows: 5, columns: 5))
            try #require(LargeType(String(letter))).draw(on: &surface, in: Area(surface.size))
            #expect(seen.insert(surface.text).inserted, "\(letter)")
        }
        var surface = Surface(Size(rows: 5, columns: 60))
        let code = try #require(LargeType("bdwp-hqpk"))
        #expect(code.columns == 53)
        code.draw(on: &surface, in: Area(surface.size))
        try Golden.expect(surface.text, is: "large-type")
        #expect(LargeType("会议") == nil)
        #expect(LargeType("") == nil)
    }
}
