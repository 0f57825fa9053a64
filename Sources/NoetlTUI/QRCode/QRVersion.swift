/// The size of a QR code, and how much goes into it (ISO/IEC 18004:2015, tables 1, 7 and 9).
struct QRVersion: Equatable, Sendable {
    /// 1 to 12.
    let number: Int

    /// All versions, smallest first.
    static let all = (1...12).map(QRVersion.init)

    private static let correctionPerBlock: [QRCode.Level: [Int]] = [
        .low: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24],
        .medium: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22],
    ]
    private static let blocks: [QRCode.Level: [Int]] = [
        .low: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4],
        .medium: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8],
    ]

    /// How many modules one side has.
    var size: Int { 4 * number + 17 }

    /// How many bits the count of bytes takes (table 3).
    var countBits: Int { number < 10 ? 8 : 16 }

    /// The rows, and columns, of the centres of alignment patterns (annex E).
    var alignments: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = (number * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<count - 1).reversed().map { size - 7 - $0 * step }
    }

    /// How many codewords there are for data at a level.
    func dataCodewords(at level: QRCode.Level) -> Int {
        codewords - correction(at: level) * blockCount(at: level)
    }

    /// Whether so many bytes fit in.
    func holds(_ bytes: Int, at level: QRCode.Level) -> Bool {
        4 + countBits + 8 * bytes <= 8 * dataCodewords(at: level)
    }

    /// Data and correction codewords in the order in which they are drawn (7.5.2, 7.6).
    func interleaved(_ data: [UInt8], at level: QRCode.Level) -> [UInt8] {
        let count = blockCount(at: level)
        let shortLength = data.count / count
        let longBlocks = data.count % count
        var rest = data[...]
        let blocks = (0..<count).map { index in
            let length = shortLength + (index < count - longBlocks ? 0 : 1)
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
        let reedSolomon = ReedSolomon(degree: correction(at: level))
        return Self.columns(of: blocks) + Self.columns(of: blocks.map(reedSolomon.correction))
    }

    private func correction(at level: QRCode.Level) -> Int { Self.correctionPerBlock[level]?[number - 1] ?? 0 }

    private func blockCount(at level: QRCode.Level) -> Int { Self.blocks[level]?[number - 1] ?? 1 }

    /// All codewords: what the function patterns leave of the square, in whole bytes.
    private var codewords: Int {
        var bits = (16 * number + 128) * number + 64
        if number > 1 {
            let count = number / 7 + 2
            bits -= (25 * count - 10) * count - 55
        }
        if number > 6 { bits -= 36 }
        return bits / 8
    }

    /// The first of each block, then the second of each, and so on.
    private static func columns(of blocks: [[UInt8]]) -> [UInt8] {
        (0..<(blocks.map(\.count).max() ?? 0)).flatMap { index in
            blocks.compactMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }
}
