/// A QR code of a text (ISO/IEC 18004:2015) as a square of dark and light modules.
///
/// Byte mode, versions 1 to 12: as many as a terminal has room for.
public struct QRCode: Equatable, Sendable {
    /// How much of a code may be unreadable: about 7 % or 15 %.
    enum Level: Int, Sendable {
        // The raw values are those of the format information (table 12).
        case medium = 0
        case low = 1
    }

    /// How many modules must stay light around it (6.3.8).
    static let quietZone = 4

    /// How many modules one side has.
    let size: Int
    private let modules: [Bool]

    /// A code that holds `text` in as few modules as possible; nil when it is too long.
    ///
    /// A screen is not damaged, so the smallest version counts first, and a higher level only where it costs nothing.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.all.first(where: { $0.holds(bytes.count, at: .low) }) else { return nil }
        let level: Level = version.holds(bytes.count, at: .medium) ? .medium : .low
        self.init(data: Self.codewords(of: bytes, in: version, at: level), version: version, level: level)
    }

    /// A code of these data codewords, with the mask that disturbs readers least, or a given one.
    init(data: [UInt8], version: QRVersion, level: Level, mask: Int? = nil) {
        var drawing = QRDrawing(version: version)
        drawing.place(version.interleaved(data, at: level))
        let masks = mask.map { $0...$0 } ?? 0...7
        let candidates = masks.map { drawing.masked($0, level: level) }
        let best = candidates.min { $0.penalty < $1.penalty } ?? drawing
        size = version.size
        modules = best.modules
    }

    /// Whether a module is dark; outside everything is light.
    func isDark(row: Int, column: Int) -> Bool {
        let sides = 0..<size
        return sides.contains(row) && sides.contains(column) && modules[row * size + column]
    }

    /// Mode indicator, count, bytes, terminator, and padding to the version's capacity (7.4.5, 7.4.9, 7.4.10).
    private static func codewords(of bytes: [UInt8], in version: QRVersion, at level: Level) -> [UInt8] {
        var bits = [false, true, false, false]
        func append(_ value: Int, _ count: Int) { bits += (0..<count).reversed().map { value >> $0 & 1 == 1 } }
        append(bytes.count, version.countBits)
        for byte in bytes { append(Int(byte), 8) }
        let capacity = version.dataCodewords(at: level)
        append(0, min(4, capacity * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        let padding: [UInt8] = [0xEC, 0x11]
        for index in 0..<max(0, capacity - codewords.count) { codewords.append(padding[index % 2]) }
        return codewords
    }
}
