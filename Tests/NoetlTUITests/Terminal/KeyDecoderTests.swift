import CNcurses
import Testing

@testable import NoetlTUI

@Suite("KeyDecoder")
struct KeyDecoderTests {
    private static func keys(_ text: String) -> [Key] { keys(text.unicodeScalars.map { .character($0.value) }) }

    private static func keys(_ inputs: [KeyDecoder.Input]) -> [Key] {
        var decoder = KeyDecoder()
        return inputs.flatMap { decoder.keys(for: $0) } + decoder.keysAtPause()
    }

    @Test(
        "characters",
        arguments: [
            ("a", .character("a")), ("é", .character("é")), ("会", .character("会")), ("\r", .enter), ("\n", .enter),
            ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{3}", .control("c")),
            ("\u{1A}", .control("z")),
            ("\u{15}", .control("u")), ("\u{0}", .control("@")), ("\u{1B}", .escape), (" ", .character(" ")),
        ] as [(String, Key)])
    func characters(text: String, key: Key) {
        #expect(Self.keys(text) == [key])
    }

    @Test(
        "keys that ncurses knows",
        arguments: [
            (KEY_UP, .up), (KEY_LEFT, .left), (KEY_PPAGE, .pageUp), (KEY_END, .end), (KEY_SELECT, .end),
            (KEY_BTAB, .backTab),
            (KEY_DC, .delete), (KEY_BACKSPACE, .backspace), (KEY_ENTER, .enter), (0o411, .function(1)),
            (0o424, .function(12)),
        ] as [(Int32, Key)])
    func codes(code: Int32, key: Key) {
        #expect(Self.keys([.code(code)]) == [key])
    }

    @Test("resizes, mice and unknown keys are no keys", arguments: [KEY_RESIZE, KEY_MOUSE, 0o410, 0x3FFF])
    func noKeys(code: Int32) {
        #expect(Self.keys([.code(code)]) == [])
    }

    @Test(
        "sequences that terminfo does not have",
        arguments: [
            ("\u{1B}[1;5C", [.right]), ("\u{1B}[1;5D", [.left]), ("\u{1B}[A", [.up]), ("\u{1B}OA", [.up]),
            ("\u{1B}OM", [.enter]),
            ("\u{1B}[3~", [.delete]), ("\u{1B}[5;2~", [.pageUp]), ("\u{1B}[1~", [.home]), ("\u{1B}[8~", [.end]),
            ("\u{1B}[I", []), ("\u{1B}[O", []), ("\u{1B}[99~", []), ("\u{1B}[?62;c", []), ("\u{1B}[1;", []),
            ("\u{1B}[Ax", [.up, .character("x")]),
            ("\u{1B}[Z", [.backTab]), ("\u{1B}[", []), ("\u{1B}O", []), ("\u{1B}[<0;1;1Mq", [.character("q")]),
        ] as [(String, [Key])])
    func sequences(text: String, keys: [Key]) {
        #expect(Self.keys(text) == keys)
    }

    @Test(
        "extended terminfo names are their plain keys",
        arguments: [("kLFT5", Key.left), ("kHOM3", .home), ("kDC2", .delete)])
    func extended(name: String, key: Key) {
        #expect(Self.keys([.extended(name)]) == [key])
        #expect(Self.keys([.extended("kXYZ")]) == [])
    }

    @Test(
        "Esc, alone and with others",
        arguments: [
            ("\u{1B}x", [.alt("x")]), ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}\u{3}", [.escape, .control("c")]),
            ("\u{1B}\r", [.escape, .enter]), ("a\u{1B}", [.character("a"), .escape]),
        ] as [(String, [Key])])
    func escape(text: String, keys: [Key]) {
        #expect(Self.keys(text) == keys)
    }

    @Test("a paste is one key, whatever is in it")
    func paste() {
        let inside: [KeyDecoder.Input] = "ab\u{3}\u{1B}[A\r\n".unicodeScalars.map { .character($0.value) }
        let keys = Self.keys(
            [.code(KeyDecoder.pasteBegins)] + inside + [.code(KEY_UP), .code(KeyDecoder.pasteEnds), .character(0x71)])
        #expect(keys == [.paste("ab\u{3}\u{1B}[A\n\n"), .character("q")])
    }

    @Test("a paste is found without ncurses' help too")
    func pasteByCharacters() {
        #expect(Self.keys("\u{1B}[200~x\u{1B}[20y\u{1B}[201~q") == [.paste("x\u{1B}[20y"), .character("q")])
    }

    @Test("a paste that arrives in pieces is one")
    func pieces() {
        var decoder = KeyDecoder()
        #expect(decoder.keys(for: .code(KeyDecoder.pasteBegins)) == [])
        #expect(decoder.keysAtPause() == [])
        #expect(decoder.keys(for: .character(0x61)) == [])
        #expect(decoder.keysAtPause() == [])
        #expect(decoder.keys(for: .code(KeyDecoder.pasteEnds)) == [.paste("a")])
    }

    @Test(
        "a paste that never ends gives way to Esc and Ctrl-C",
        arguments: [(0x1B, .escape), (0x03, .control("c"))] as [(UInt32, Key)])
    func unfinished(value: UInt32, key: Key) {
        var decoder = KeyDecoder()
        for input in [KeyDecoder.Input.code(KeyDecoder.pasteBegins), .character(0x61)] { _ = decoder.keys(for: input) }
        #expect(decoder.keysAtPause() == [])
        #expect(decoder.keys(for: .character(value)) == [])
        #expect(decoder.keysAtPause().last == key)
        #expect(decoder.keys(for: .character(0x71)) == [.character("q")])
    }

    @Test("a paste of 100 KB arrives whole, one beyond the limit is cut")
    func longPaste() {
        let text = String(repeating: "0123456789", count: 10_240)
        #expect(
            Self.keys(
                [.code(KeyDecoder.pasteBegins)] + text.unicodeScalars.map { .character($0.value) } + [
                    .code(KeyDecoder.pasteEnds)
                ]) == [.paste(text)])
        var paste = PastedText(limit: 3)
        for value: UInt32 in [0x61, 0x62, 0x63, 0x64] { _ = paste.add(.character(value)) }
        #expect(paste.text == "abc")
    }

    @Test("no input traps, and Ctrl-C always comes through after a pause", arguments: 0..<50)
    func property(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var decoder = KeyDecoder()
        for _ in 0..<500 {
            switch UInt32.random(in: 0..<8, using: &generator) {
            case 0: _ = decoder.keysAtPause()
            case 1: _ = decoder.keys(for: .code(.random(in: 0...0x5000, using: &generator)))
            case 2: _ = decoder.keys(for: .character(0x1B))
            case 3: _ = decoder.keys(for: .character([0x5B, 0x4F, 0x7E].randomElement(using: &generator) ?? 0))
            case 4: _ = decoder.keys(for: .character(.random(in: 0...UInt32.max, using: &generator)))
            default: _ = decoder.keys(for: .character(.random(in: 0...0x7F, using: &generator)))
            }
        }
        _ = decoder.keysAtPause()
        let keys = decoder.keys(for: .character(3)) + decoder.keysAtPause()
        #expect(keys.last == .control("c"))
    }
}
