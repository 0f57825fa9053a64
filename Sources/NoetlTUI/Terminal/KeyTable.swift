import CNcurses

/// What the codes of terminals mean.
enum KeyTable {
    /// What the last character of an escape sequence says.
    enum SequenceEnd: Equatable {
        /// It was this key.
        case key(Key)
        /// It was the start of a bracketed paste.
        case pasteBegins
        /// It was something that is no key here.
        case nothing
    }

    /// The key of a character code; nil when it is none.
    static func key(character value: UInt32) -> Key? {
        switch value {
        case 0x08, 0x7F: return .backspace
        case 0x09: return .tab
        case 0x0A, 0x0D: return .enter
        case 0x1B: return .escape
        // The row of the letters and of @ [ \ ] ^ _, less 0x40.
        case 0x00...0x1F:
            return Unicode.Scalar(value + (value >= 1 && value <= 26 ? 0x60 : 0x40)).map { .control(Character($0)) }
        case 0x80...0x9F: return nil
        default: return Unicode.Scalar(value).map { .character(Character($0)) }
        }
    }

    /// The key of a code from `curses.h`; nil when it is none, as with the resizes that ncurses reports as a key.
    static func key(code: Int32) -> Key? {
        if let key = codes[code] { return key }
        let function = code - firstFunction
        return (1...12).contains(function) ? .function(Int(function)) : nil
    }

    /// The key of a terminfo extension such as `kRIT5` or `kDC2`: arrows and their kind, whatever is held with them.
    static func key(extended name: String) -> Key? {
        extensions[String(name.prefix { !$0.isNumber })]
    }

    /// The meaning of the last character of `ESC [ parameters …` or `ESC O …`.
    static func key(endingSequence end: Unicode.Scalar, parameters: String) -> SequenceEnd {
        // A report about the mouse that nobody asked for, perhaps left over from another program.
        if parameters.hasPrefix("<") { return .nothing }
        if end == "~" {
            let number = parameters.prefix { $0 != ";" }
            if number == "200" { return .pasteBegins }
            return numbered[String(number)].map { .key($0) } ?? .nothing
        }
        return lettered[end].map { .key($0) } ?? .nothing
    }

    /// What is asked for of the mouse: its main button, a press of which ncurses may join with what follows, and its
    /// wheel.
    static let mouseEvents =
        noetl_press() | noetl_click() | noetl_double_click() | noetl_wheel_up() | noetl_wheel_down()

    /// What the mouse did; a notch of the wheel is three steps.
    static func keys(mouse state: mmask_t, row: Int, column: Int) -> [Key] {
        let click = Key.click(row: row, column: column)
        if state & noetl_double_click() != 0 { return [click, click] }
        if state & (noetl_press() | noetl_click()) != 0 { return [click] }
        if state & noetl_wheel_up() != 0 { return [.up, .up, .up] }
        return state & noetl_wheel_down() != 0 ? [.down, .down, .down] : []
    }

    private static let firstFunction: Int32 = 0o410

    private static let codes: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
        KEY_SR: .up, KEY_SF: .down, KEY_SLEFT: .left, KEY_SRIGHT: .right,
        KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_SPREVIOUS: .pageUp, KEY_SNEXT: .pageDown,
        KEY_HOME: .home, KEY_END: .end, KEY_SHOME: .home, KEY_SEND: .end, KEY_FIND: .home, KEY_SELECT: .end,
        KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
        KEY_ENTER: .enter, KEY_BTAB: .backTab, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_SDC: .delete,
    ]

    private static let extensions: [String: Key] = [
        "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kPRV": .pageUp, "kNXT": .pageDown,
        "kHOM": .home, "kEND": .end, "kDC": .delete,
    ]

    private static let numbered: [String: Key] = [
        "1": .home, "7": .home, "4": .end, "8": .end, "3": .delete, "5": .pageUp, "6": .pageDown,
    ]

    private static let lettered: [Unicode.Scalar: Key] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab, "M": .enter,
    ]
}
