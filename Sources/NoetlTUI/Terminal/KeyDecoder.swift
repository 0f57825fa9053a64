import CNcurses

/// Turns what ncurses reads into keys, and swallows the escape sequences that it does not know.
///
/// Without that, an unknown function key would arrive as Esc and a few letters, and Esc leaves a screen.
struct KeyDecoder {
    /// One result of `wget_wch`.
    enum Input: Equatable, Sendable {
        /// A character code.
        case character(UInt32)
        /// A key that ncurses recognised.
        case code(Int32)
        /// A key of the terminal's own terminfo extensions, such as `kLFT5` for Ctrl-Left.
        case extended(String)
        /// Something that the mouse did.
        case mouse([Key])
    }

    /// The code that `CursesScreen` gives to the start of a bracketed paste.
    static let pasteBegins: Int32 = 0x4001
    /// The code that `CursesScreen` gives to the end of a bracketed paste.
    static let pasteEnds: Int32 = 0x4002
    /// How much a paste may hold; what comes after that is dropped.
    static let longestPaste = 1 << 20

    private enum State {
        case ready
        case escape
        case sequence(String)
        case singleShift
    }

    private var state = State.ready
    /// What is being pasted; in its own place, so that it grows without being copied.
    private var paste: PastedText?
    /// The inputs since the last pause, to tell a key pressed by hand from one inside pasted text.
    private var burst: [Input] = []

    /// A decoder that has seen nothing yet.
    init() {}

    /// The keys that `input` completes, often one, sometimes none.
    mutating func keys(for input: Input) -> [Key] {
        if burst.count < 2 { burst.append(input) }
        if paste?.add(input) == true { return endOfPaste() }
        guard paste == nil else { return [] }
        switch state {
        case .ready: return begin(input)
        case .escape: return afterEscape(input)
        case .singleShift: return finish(input) { KeyTable.key(endingSequence: $0, parameters: "") }
        case .sequence(let parameters): return continueSequence(parameters, input)
        }
    }

    /// The keys that are complete because nothing more is waiting to be read.
    mutating func keysAtPause() -> [Key] {
        defer {
            burst = []
            state = .ready
        }
        if paste != nil {
            // The end never came, and someone presses Esc or Ctrl-C: no key may stay swallowed.
            if burst == [.character(0x1B)] { return endOfPaste() + [.escape] }
            if burst == [.character(0x03)] { return endOfPaste() + [.control("c")] }
            return []
        }
        if case .escape = state { return [.escape] }
        return []
    }

    private mutating func endOfPaste() -> [Key] {
        defer { paste = nil }
        return paste.map { [.paste($0.text)] } ?? []
    }

    private mutating func begin(_ input: Input) -> [Key] {
        switch input {
        case .character(0x1B):
            state = .escape
            return []
        case .character(let value): return KeyTable.key(character: value).map { [$0] } ?? []
        case .code(Self.pasteBegins):
            paste = PastedText(limit: Self.longestPaste)
            return []
        case .code(let code): return KeyTable.key(code: code).map { [$0] } ?? []
        case .extended(let name): return KeyTable.key(extended: name).map { [$0] } ?? []
        case .mouse(let keys): return keys
        }
    }

    private mutating func afterEscape(_ input: Input) -> [Key] {
        state = .ready
        switch input {
        case .character(0x1B):
            state = .escape
            return [.escape]
        case .character(0x5B): state = .sequence("")  // [
        case .character(0x4F): state = .singleShift  // O
        case .character(let value):
            if case .character(let letter)? = KeyTable.key(character: value) { return [.alt(letter)] }
            return [.escape] + begin(input)
        // Alt and an arrow is an arrow.
        case .code, .extended, .mouse: return begin(input)
        }
        return []
    }

    private mutating func continueSequence(_ parameters: String, _ input: Input) -> [Key] {
        guard case .character(let value) = input, (0x20...0x3F).contains(value), parameters.utf8.count < 64,
            let scalar = Unicode.Scalar(value)
        else {
            return finish(input) { KeyTable.key(endingSequence: $0, parameters: parameters) }
        }
        state = .sequence(parameters + String(Character(scalar)))
        return []
    }

    private mutating func finish(_ input: Input, _ key: (Unicode.Scalar) -> KeyTable.SequenceEnd) -> [Key] {
        state = .ready
        guard case .character(let value) = input, let scalar = Unicode.Scalar(value), (0x40...0x7E).contains(value)
        else {
            return begin(input)
        }
        switch key(scalar) {
        case .key(let key): return [key]
        case .pasteBegins: return begin(.code(Self.pasteBegins))
        case .nothing: return []
        }
    }
}
