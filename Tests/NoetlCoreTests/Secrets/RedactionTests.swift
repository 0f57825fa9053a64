import NoetlCore
import NoetlSandbox
import Testing

/// Text of others, before it reaches a terminal.
@Suite struct RedactionTests {
    @Test(arguments: [
        ("", ""), ("plain text", "plain text"), ("  around  ", "around"), ("a\nb", "a b"), ("a\r\nb", "a b"),
        ("a\tb", "a b"),
        ("a \n\t b", "a b"), ("a\u{2028}b\u{2029}c", "a b c"), ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"),
        ("\u{1B}]0;title\u{7}x", "]0;titlex"),
        ("\u{1B}]8;;https://evil.example\u{1B}\\link", "]8;;https://evil.example\\link"),
        ("\u{9B}2Jx", "2Jx"), ("a\u{85}b", "ab"), ("a\u{0}b\u{8}c\u{7F}d", "abcd"),
        ("\u{202E}gpj.exe\u{202C}", "gpj.exe"),
        ("\u{2066}x\u{2069}", "x"), ("a\u{200E}b\u{200F}c\u{61C}d", "abcd"), ("a\u{200B}b\u{FEFF}c", "abc"),
        ("a\u{E0041}b", "ab"), ("日本語 ü €", "日本語 ü €"), ("👩\u{200D}👩\u{200D}👧", "👩\u{200D}👩\u{200D}👧"), ("\n\n\n", ""),
    ])
    func `What could harm a terminal goes`(text: String, cleaned: String) {
        #expect(Redaction.cleaned(text) == cleaned)
    }

    @Test(arguments: Array(0...0x1F) + Array(0x7F...0x9F) as [UInt32])
    func `No C0 or C1 control gets through`(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let cleaned = Redaction.cleaned("a\(scalar)b")
        #expect(!cleaned.unicodeScalars.contains(scalar))
    }

    @Test(
        arguments: [0x61C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069]
            as [UInt32])
    func `No bidirectional control gets through`(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(Redaction.cleaned("a\(scalar)b") == "ab")
    }

    @Test func `What is clean stays as it is when it is cleaned again`() {
        let once = Redaction.cleaned(SandboxScript.hostileText)
        #expect(Redaction.cleaned(once) == once)
        #expect(!once.contains("\u{1B}"))
    }

    @Test func `A long text is cut and says so`() {
        #expect(Redaction.cleaned(String(repeating: "x", count: 301)) == String(repeating: "x", count: 300) + "…")
        #expect(Redaction.cleaned(String(repeating: "x", count: 300)) == String(repeating: "x", count: 300))
        #expect(Redaction.cleaned("abcdef", limit: 3) == "abc…")
        #expect(Redaction.cleaned("日本語です", limit: 2) == "日本…")
    }

    @Test func `A character with endless accents is cut too`() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect(Redaction.cleaned(zalgo + "bcdefghijklm", limit: 10).unicodeScalars.count == 11)
    }

    @Test(arguments: ["\u{301}", "\u{20DD}", "\u{301}\u{200D}"])
    func `A character keeps four marks`(mark: String) {
        let most = "a" + String(repeating: mark, count: 4) + "b" + mark
        #expect(Redaction.cleaned(most) == most)
        let bomb = "a" + String(repeating: mark, count: 90) + "b"
        let marks = { (text: String) in text.unicodeScalars.filter { [0x301, 0x20DD].contains($0.value) }.count }
        #expect(marks(Redaction.cleaned(bomb)) == 4)
        #expect(marks(Redaction.cleanedLines(bomb + "\n\t" + bomb)) == 8)
        #expect(marks(shellWord(bomb)) == 4)
    }

    @Test func `Lines keep their ends and tabs`() {
        #expect(Redaction.cleanedLines("a:\n\tb\r\n\u{1B}[2Jc\u{202E}\n") == "a:\n\tb\n[2Jc\n")
    }

    @Test func `Secrets that a server repeats are hidden, also in their encoded form`() {
        let secrets = [Secret("p+ss w"), Secret("")]
        #expect(Redaction.cleaned("no p+ss w here", hiding: secrets) == "no [redacted] here")
        #expect(Redaction.cleaned("x=p%2Bss%20w", hiding: secrets) == "x=[redacted]")
        #expect(Redaction.cleaned("nothing", hiding: secrets) == "nothing")
        let cut = Redaction.cleaned("0123456789 p+ss w", hiding: secrets, limit: 14)
        #expect(cut == "0123456789 [re…")
    }

    @Test func `Comparing looks at bytes`() {
        #expect(Redaction.equalInConstantTime("abc", "abc"))
        #expect(!Redaction.equalInConstantTime("abc", "abC"))
        #expect(!Redaction.equalInConstantTime("\u{E9}", "e\u{301}"))
    }
}
