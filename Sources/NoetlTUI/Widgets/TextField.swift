/// A line of text being typed.
///
/// It holds a token of 100 KB as easily as a name: the text is kept in two parts around the cursor, and only what is
/// visible is measured.
struct TextField: Equatable, Sendable {
    /// How the characters are shown.
    enum Face: Equatable, Sendable {
        /// As they are.
        case open
        /// As a bullet each.
        case masked
    }

    /// The most characters that are taken; more than any token has.
    static let limit = 200_000

    private var before: [Character] = []
    /// What is after the cursor, the nearest last.
    private var after: [Character] = []
    /// Whether something did not fit in since the field was last empty.
    private(set) var overflowed = false

    /// A field that holds `text`, with the cursor at its end.
    init(_ text: String = "") { insert(text) }

    /// What has been typed.
    var text: String { String(before) + String(after.reversed()) }
    /// Whether nothing has been typed.
    var isEmpty: Bool { before.isEmpty && after.isEmpty }
    /// How many characters there are.
    var count: Int { before.count + after.count }

    /// Takes up a key; false when it means nothing to a field.
    mutating func update(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let text): insert(text)
        case .backspace, .control("h"): _ = before.popLast()
        case .delete, .control("d"): _ = after.popLast()
        case .control("u"): before = []
        case .control("k"): after = []
        case .control("w"): deleteWord()
        case .left, .control("b"): if let moved = before.popLast() { after.append(moved) }
        case .right, .control("f"): if let moved = after.popLast() { before.append(moved) }
        case .home, .control("a"): moveToStart()
        case .end, .control("e"): moveToEnd()
        default: return false
        }
        if isEmpty { overflowed = false }
        return true
    }

    /// Empties the field.
    mutating func clear() { self = TextField() }

    /// Draws the field on the first row of `area`, with the terminal's cursor in it when it has the focus.
    func draw(on surface: inout Surface, in area: Area, face: Face = .open, hasFocus: Bool = true) {
        guard !area.isEmpty else { return }
        // The place of the cursor after the last character.
        let room = area.columns - 1
        let lookahead = after.isEmpty ? 0 : min(room / 4, after.count)
        let head = visible(before.reversed(), columns: room - lookahead, face)
        let start = area.column
        let column = surface.write(
            head.reversed().joined(), row: area.row, column: start, style: .accent, columns: room)
        let tail = visible(after.reversed(), columns: area.column + area.columns - column, face)
        surface.write(
            tail.joined(), row: area.row, column: column, style: .accent, columns: area.column + area.columns - column)
        if hasFocus { surface.showCursor(row: area.row, column: column) }
    }

    /// What of `characters` fits into `columns`, from the first one on, each as its glyphs.
    private func visible(_ characters: some Sequence<Character>, columns: Int, _ face: Face) -> [[Glyph]] {
        var shown: [[Glyph]] = []
        var used = 0
        for character in characters {
            let glyphs = face == .masked ? [.narrow("•")] : Glyph.glyphs(of: String(character))
            used += glyphs.reduce(0) { $0 + $1.width }
            guard used <= columns else { break }
            shown.append(glyphs)
        }
        return shown
    }
}

extension TextField {
    private mutating func insert(_ text: String) {
        for character in text {
            // A line has no line ends, and nothing in it may be invisible.
            guard !character.isNewline, let cleaned = Self.cleaned(character) else { continue }
            guard count < Self.limit else {
                overflowed = true
                return
            }
            append(cleaned)
        }
    }

    /// An accent that comes after its letter becomes one character with it.
    private mutating func append(_ character: Character) {
        if !character.isASCII, let last = before.last {
            let joined = String(last) + String(character)
            if joined.count == 1 {
                before[before.count - 1] = Character(joined)
                return
            }
        }
        before.append(character)
    }

    private static func cleaned(_ character: Character) -> Character? {
        if character.isASCII {
            return character >= " " && character != "\u{7F}" ? character : (character == "\t" ? " " : nil)
        }
        let kept = character.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control: false
            // Joiners hold emoji and some scripts together; other format characters only reorder or hide.
            case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
            default: true
            }
        }
        return kept.isEmpty ? nil : String(String.UnicodeScalarView(kept)).first
    }

    private mutating func deleteWord() {
        while before.last?.isWhitespace == true { before.removeLast() }
        while let last = before.last, !last.isWhitespace { before.removeLast() }
    }

    private mutating func moveToStart() {
        after.append(contentsOf: before.reversed())
        before = []
    }

    private mutating func moveToEnd() {
        before.append(contentsOf: after.reversed())
        after = []
    }
}
