import NoetlCore
import Testing

@testable import NoetlTUI

@Suite("TextField")
struct TextFieldTests {
    private static func field(_ keys: [Key]) -> TextField {
        var field = TextField()
        for key in keys { _ = field.update(key) }
        return field
    }

    private static func drawn(_ field: TextField, columns: Int) -> (text: String, cursor: Int?) {
        var surface = Surface(Size(rows: 1, columns: columns))
        field.draw(on: &surface, in: Area(surface.size))
        #expect(surface.isSound)
        return (surface.text, surface.cursor?.column)
    }

    @Test(
        "editing",
        arguments: [
            ([.paste("abc"), .left, .character("x")], "abxc"), ([.paste("abc"), .home, .delete], "bc"),
            ([.paste("abc"), .left, .backspace], "ac"), ([.paste("one two "), .control("w")], "one "),
            ([.paste("abc"), .left, .control("u")], "c"), ([.paste("abc"), .home, .right, .control("k")], "a"),
            ([.character("e"), .character("\u{301}"), .backspace], ""), ([.paste("会议"), .backspace], "会"),
            ([.paste("👨‍👩‍👧"), .backspace], ""), ([.left, .right, .delete, .backspace, .end, .character("a")], "a"),
            ([.paste("line\nnext\r\n")], "linenext"), ([.paste("a\u{1B}[0mb\u{202E}c\u{7F}")], "a[0mbc"),
            ([.paste("a\tb")], "a b"),
        ] as [([Key], String)])
    func editing(keys: [Key], text: String) {
        #expect(Self.field(keys).text == text)
    }

    @Test(
        "keys that are not for a field stay with the screen",
        arguments: [Key.enter, .escape, .tab, .up, .pageDown, .function(1), .alt("x"), .control("c")])
    func ignored(key: Key) {
        var field = TextField("a")
        let isTaken = field.update(key)
        #expect(!isTaken)
        #expect(field.text == "a")
    }

    @Test("the part around the cursor is visible")
    func scrolling() {
        var field = TextField("0123456789")
        #expect(Self.drawn(field, columns: 11) == ("0123456789", 10))
        #expect(Self.drawn(field, columns: 6) == ("56789", 5))
        for _ in 0..<8 { _ = field.update(.left) }
        #expect(Self.drawn(field, columns: 6) == ("012345", 2))
        #expect(Self.drawn(TextField("会议室里"), columns: 6) == ("室里", 4))
        #expect(Self.drawn(TextField("abc"), columns: 1).cursor == 0)
    }

    @Test("a paste of 100 KB is held whole; beyond the limit it is told")
    func long() {
        let text = String(repeating: "abcdefghij", count: 10_240)
        var field = Self.field([.paste(text)])
        #expect(field.text == text)
        #expect(!field.overflowed)
        #expect(Self.drawn(field, columns: 20) == ("bcdefghijabcdefghij", 19))
        _ = field.update(.paste(text))
        #expect(field.overflowed)
        #expect(field.count == TextField.limit)
        field.clear()
        #expect(!field.overflowed)
    }

    @Test("any keys leave a sound field with its cursor in sight", arguments: 0..<20)
    func property(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var field = TextField()
        for _ in 0..<400 {
            _ = field.update(.random(using: &generator))
            var surface = Surface(Size(rows: 1, columns: .random(in: 0...30, using: &generator)))
            field.draw(on: &surface, in: Area(surface.size), face: Bool.random(using: &generator) ? .open : .masked)
            if !surface.isSound || (surface.cursor == nil) != (surface.size.columns == 0) {
                Issue.record("unsound: \(field) at \(surface.size)")
            }
            if !field.text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) {
                Issue.record("control in \(field)")
            }
        }
    }
}

@Suite("MaskedField")
struct MaskedFieldTests {
    private static let canary = "hunter2-canary"

    @Test("shows a bullet per character and nothing else, anywhere")
    func bullets() {
        var field = MaskedField()
        _ = field.update(.paste(Self.canary + "\n"))
        _ = field.update(.character("会"))
        var surface = Surface(Size(rows: 1, columns: 40))
        field.draw(on: &surface, in: Area(surface.size))
        #expect(surface.text == String(repeating: "•", count: Self.canary.count + 1))
        #expect(field.secret == Secret(Self.canary + "会"))
        var dumped = ""
        dump(field, to: &dumped)
        for text in ["\(field)", String(reflecting: field), String(describing: [field]), dumped] {
            #expect(!text.contains("hunter"))
        }
    }

    @Test("Ctrl-U forgets everything, wherever the cursor is")
    func clearing() {
        var field = MaskedField()
        let taken = [Key.paste("abc"), .left, .control("u"), .enter].map { field.update($0) }
        #expect(taken == [true, true, true, false])
        #expect(field.isEmpty)
    }
}
