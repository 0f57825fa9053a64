import CNcurses

/// A paste that is still arriving.
struct PastedText {
    private var scalars = String.UnicodeScalarView()
    private var size = 0
    private let limit: Int
    /// How much of the sequence that ends a paste the last characters were.
    private var matched = 0
    private static let end = Array(ControlSequence.pasteEnds.unicodeScalars)

    /// A paste that keeps at most `limit` characters and drops what comes after.
    init(limit: Int) { self.limit = limit }

    /// The text so far, with `\n` at the ends of lines.
    var text: String { String(scalars) }

    /// Takes one more input; true when it was the end.
    mutating func add(_ input: KeyDecoder.Input) -> Bool {
        switch input {
        case .code(KeyDecoder.pasteEnds): return true
        case .code(KEY_ENTER): append("\n")
        case .code, .extended, .mouse: break
        case .character(let value):
            guard let scalar = Unicode.Scalar(value) else { return false }
            // A terminal whose sequences could not be registered sends the end as characters.
            matched = scalar == Self.end[matched] ? matched + 1 : (scalar == Self.end[0] ? 1 : 0)
            if matched == Self.end.count {
                scalars.removeLast(min(scalars.count, matched - 1))
                return true
            }
            append(scalar == "\r" ? "\n" : scalar)
        }
        return false
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        guard size < limit else { return }
        size += 1
        scalars.append(scalar)
    }
}
