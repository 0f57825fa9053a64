import Testing

@testable import NoetlTUI

@Suite("Cut")
struct CutTests {
    private static let dashboard = "https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings"

    @Test(
        "the end, the middle, the middle of a path",
        arguments: [
            (Cut.end, "abcdef", 6, "abcdef"), (.end, "abcdef", 4, "abc…"), (.end, "abcdef", 1, "…"),
            (.end, "ab", 0, ""),
            (.end, "会议室", 5, "会议…"), (.end, "会议室", 4, "会…"), (.middle, "abcdefgh", 5, "ab…gh"),
            (.path, dashboard, 40, "https://manage.auth0.com/dashboa…ettings"),
            (.path, dashboard, 27, "https://manage.auth0.com/…s"),
            (.path, dashboard, 26, "manage.auth0.com/dash…ings"), (.path, dashboard, 12, "manage.auth…"),
            (.path, "http://127.0.0.1:8765/callback", 23, "127.0.0.1:8765/callback"),
            (.path, "no url here", 7, "no …ere"),
        ] as [(Cut, String, Int, String)])
    func shapes(cut: Cut, text: String, columns: Int, expected: String) {
        #expect(cut.apply(to: text, columns: columns) == expected)
        #expect(DisplayWidth.of(cut.apply(to: text, columns: columns)) <= columns)
    }

    @Test("never wider than the place, and the host stays", arguments: 0..<90)
    func width(columns: Int) {
        let shown = Cut.path.apply(to: Self.dashboard, columns: columns)
        #expect(DisplayWidth.of(shown) <= columns)
        if columns > 26 { #expect(shown.hasPrefix("https://manage.auth0.com/")) }
    }
}

@Suite("Paragraph")
struct ParagraphTests {
    @Test(
        "breaks at blanks, and inside words that are too long",
        arguments: [
            ("", 10, []), ("one two three", 7, ["one two", "three"]), ("one two", 3, ["one", "two"]),
            ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("a\nb\tc", 10, ["a b c"]), ("会议室", 5, ["会议", "室"]),
            ("x", 0, []), ("  lead", 10, ["lead"]),
        ] as [(String, Int, [String])])
    func lines(text: String, columns: Int, expected: [String]) {
        #expect(Paragraph(text).lines(columns: columns) == expected)
    }
}
