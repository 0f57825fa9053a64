/// A short code in letters five rows high, to be read across a desk.
struct LargeType: Equatable, Sendable {
    /// How high it is.
    static let rows = 5
    private static let letterColumns = 5
    private static let gap = 1
    private let text: String

    /// A code of letters, digits and dashes; nil when it has others, which cannot be drawn.
    init?(_ code: String) {
        let text = code.uppercased()
        guard !text.isEmpty, text.allSatisfy({ Self.letters[$0] != nil }) else { return nil }
        self.text = text
    }

    /// How wide it is.
    var columns: Int { text.count * (Self.letterColumns + Self.gap) - Self.gap }

    /// Draws the code into the upper left corner of `area`.
    func draw(on surface: inout Surface, in area: Area, style: Style = .strong) {
        for (index, letter) in text.enumerated() {
            let rows = Self.letters[letter] ?? []
            for (row, bits) in rows.enumerated() where row < area.rows {
                for column in 0..<Self.letterColumns where bits & (0b10000 >> column) != 0 {
                    let place = index * (Self.letterColumns + Self.gap) + column
                    guard place < area.columns else { continue }
                    surface.fill("█", row: area.row + row, column: area.column + place, columns: 1, style: style)
                }
            }
        }
    }

    private static let letters: [Character: [UInt8]] = [
        "A": [0b01110, 0b10001, 0b11111, 0b10001, 0b10001], "B": [0b11110, 0b10001, 0b11110, 0b10001, 0b11110],
        "C": [0b01111, 0b10000, 0b10000, 0b10000, 0b01111], "D": [0b11110, 0b10001, 0b10001, 0b10001, 0b11110],
        "E": [0b11111, 0b10000, 0b11110, 0b10000, 0b11111], "F": [0b11111, 0b10000, 0b11110, 0b10000, 0b10000],
        "G": [0b01111, 0b10000, 0b10011, 0b10001, 0b01111], "H": [0b10001, 0b10001, 0b11111, 0b10001, 0b10001],
        "I": [0b01110, 0b00100, 0b00100, 0b00100, 0b01110], "J": [0b00111, 0b00001, 0b00001, 0b10001, 0b01110],
        "K": [0b10001, 0b10010, 0b11100, 0b10010, 0b10001], "L": [0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        "M": [0b10001, 0b11011, 0b10101, 0b10001, 0b10001], "N": [0b10001, 0b11001, 0b10101, 0b10011, 0b10001],
        "O": [0b01110, 0b10001, 0b10001, 0b10001, 0b01110], "P": [0b11110, 0b10001, 0b11110, 0b10000, 0b10000],
        "Q": [0b01110, 0b10001, 0b10101, 0b10010, 0b01101], "R": [0b11110, 0b10001, 0b11110, 0b10010, 0b10001],
        "S": [0b01111, 0b10000, 0b01110, 0b00001, 0b11110], "T": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100],
        "U": [0b10001, 0b10001, 0b10001, 0b10001, 0b01110], "V": [0b10001, 0b10001, 0b10001, 0b01010, 0b00100],
        "W": [0b10001, 0b10001, 0b10101, 0b11011, 0b10001], "X": [0b10001, 0b01010, 0b00100, 0b01010, 0b10001],
        "Y": [0b10001, 0b01010, 0b00100, 0b00100, 0b00100], "Z": [0b11111, 0b00010, 0b00100, 0b01000, 0b11111],
        "0": [0b01110, 0b10011, 0b10101, 0b11001, 0b01110], "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b01110],
        "2": [0b11110, 0b00001, 0b01110, 0b10000, 0b11111], "3": [0b11110, 0b00001, 0b01110, 0b00001, 0b11110],
        "4": [0b10010, 0b10010, 0b11111, 0b00010, 0b00010], "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b11110],
        "6": [0b01110, 0b10000, 0b11110, 0b10001, 0b01110], "7": [0b11111, 0b00010, 0b00100, 0b01000, 0b01000],
        "8": [0b01110, 0b10001, 0b01110, 0b10001, 0b01110], "9": [0b01110, 0b10001, 0b01111, 0b00001, 0b01110],
        "-": [0b00000, 0b00000, 0b01110, 0b00000, 0b00000],
    ]
}
