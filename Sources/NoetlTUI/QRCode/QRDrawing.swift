/// The modules of a QR code while it is made: patterns that all codes have, then data, then a mask.
struct QRDrawing: Equatable, Sendable {
    /// The modules row by row; true is dark.
    private(set) var modules: [Bool]
    private let size: Int
    /// Which modules are no data.
    private var isFunction: [Bool]

    /// The function patterns of a version, with room kept for the format information.
    init(version: QRVersion) {
        size = version.size
        modules = Array(repeating: false, count: size * size)
        isFunction = modules
        for index in 0..<size {
            set(row: 6, column: index, index % 2 == 0)
            set(row: index, column: 6, index % 2 == 0)
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawFinder(row: row, column: column) }
        let centres = version.alignments
        for row in centres {
            for column in centres where !isFinderCorner(row, column) { drawAlignment(row: row, column: column) }
        }
        drawFormat(0)
        if version.number > 6 { drawVersion(version.number) }
    }

    /// Draws the codewords upwards and downwards in columns of two, from the right (7.7.3).
    mutating func place(_ codewords: [UInt8]) {
        var bits = codewords.lazy.flatMap { byte in (0..<8).reversed().map { byte >> UInt8($0) & 1 == 1 } }
            .makeIterator()
        // The vertical timing pattern takes a column of its own.
        let lefts = stride(from: size - 1, through: 7, by: -2).map { $0 } + stride(from: 5, through: 1, by: -2)
        for (index, right) in lefts.enumerated() {
            for step in 0..<size {
                let row = index % 2 == 0 ? size - 1 - step : step
                for column in [right, right - 1] where !isFunction[row * size + column] {
                    // What is left over stays light.
                    modules[row * size + column] = bits.next() ?? false
                }
            }
        }
    }

    /// The same with one of the eight masks over the data, and the format information that names it (7.8, 7.9).
    func masked(_ mask: Int, level: QRCode.Level) -> QRDrawing {
        var masked = self
        for row in 0..<size {
            for column in 0..<size where !isFunction[row * size + column] {
                if Self.inverts(mask, row, column) { masked.modules[row * size + column].toggle() }
            }
        }
        masked.drawFormat(Self.formatBits(level: level, mask: mask))
        return masked
    }

    /// Five bits and their BCH (15, 5) correction, masked (annex C).
    static func formatBits(level: QRCode.Level, mask: Int) -> Int {
        let data = level.rawValue << 3 | mask
        let remainder = (0..<10).reduce(data) { rest, _ in rest << 1 ^ (rest >> 9) * 0x537 }
        return (data << 10 | remainder) ^ 0x5412
    }

    /// The version number and its BCH (18, 6) correction (annex D).
    static func versionBits(_ number: Int) -> Int {
        let remainder = (0..<12).reduce(number) { rest, _ in rest << 1 ^ (rest >> 11) * 0x1F25 }
        return number << 12 | remainder
    }

    /// Table 10.
    private static func inverts(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }

    private mutating func set(row: Int, column: Int, _ isDark: Bool) {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return }
        modules[row * size + column] = isDark
        isFunction[row * size + column] = true
    }

    private func isFinderCorner(_ row: Int, _ column: Int) -> Bool {
        (row == 6 && (column == 6 || column == size - 7)) || (row == size - 7 && column == 6)
    }

    /// A finder pattern with its separator.
    private mutating func drawFinder(row: Int, column: Int) {
        for down in -4...4 {
            for right in -4...4 {
                let distance = max(abs(down), abs(right))
                set(row: row + down, column: column + right, distance != 2 && distance != 4)
            }
        }
    }

    private mutating func drawAlignment(row: Int, column: Int) {
        for down in -2...2 {
            for right in -2...2 { set(row: row + down, column: column + right, max(abs(down), abs(right)) != 1) }
        }
    }

    /// Twice, around the finder patterns (figure 25), and the module that is always dark.
    private mutating func drawFormat(_ bits: Int) {
        for index in 0..<15 {
            let isDark = bits >> index & 1 == 1
            switch index {
            case 0...5: set(row: index, column: 8, isDark)
            case 6, 7: set(row: index + 1, column: 8, isDark)
            case 8: set(row: 8, column: 7, isDark)
            default: set(row: 8, column: 14 - index, isDark)
            }
            if index < 8 {
                set(row: 8, column: size - 1 - index, isDark)
            } else {
                set(row: size - 15 + index, column: 8, isDark)
            }
        }
        set(row: size - 8, column: 8, true)
    }

    /// Twice, beside the finder patterns (figure 27).
    private mutating func drawVersion(_ number: Int) {
        let bits = Self.versionBits(number)
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            set(row: index / 3, column: size - 11 + index % 3, isDark)
            set(row: size - 11 + index % 3, column: index / 3, isDark)
        }
    }
}

extension QRDrawing {
    /// How much the modules would disturb a reader (7.8.3, table 11).
    var penalty: Int {
        let rows = (0..<size).map { Array(modules[$0 * size..<($0 + 1) * size]) }
        let columns = (0..<size).map { column in rows.map { $0[column] } }
        return (rows + columns).reduce(0) { $0 + Self.runs(in: $1) + Self.finders(in: $1) } + squares(rows) + balance
    }

    /// Five or more alike in a line.
    private static func runs(in line: [Bool]) -> Int {
        var penalty = 0, length = 0
        for (index, module) in line.enumerated() {
            length = index > 0 && line[index - 1] == module ? length + 1 : 1
            if length == 5 { penalty += 3 } else if length > 5 { penalty += 1 }
        }
        return penalty
    }

    /// What looks like a finder pattern: 1:1:3:1:1 beside four light ones.
    private static func finders(in line: [Bool]) -> Int {
        var bits = 0, penalty = 0
        for (index, module) in line.enumerated() {
            bits = (bits << 1 | (module ? 1 : 0)) & 0b111_1111_1111
            if index >= 10, bits == 0b101_1101_0000 || bits == 0b000_0101_1101 { penalty += 40 }
        }
        return penalty
    }

    /// Squares of two by two alike.
    private func squares(_ rows: [[Bool]]) -> Int {
        var penalty = 0
        for row in 1..<size {
            for column in 1..<size {
                let module = rows[row][column]
                if rows[row][column - 1] == module, rows[row - 1][column] == module,
                    rows[row - 1][column - 1] == module
                {
                    penalty += 3
                }
            }
        }
        return penalty
    }

    /// Ten for each five per cent that the dark ones are away from half.
    private var balance: Int {
        let dark = modules.count { $0 }
        return abs(dark * 20 - modules.count * 10) / modules.count * 10
    }
}
