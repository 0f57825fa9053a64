import Foundation
import Subprocess

/// A phone's camera: finds and decodes QR codes in drawn cells, with zbar (Debian's zbar-tools).
public enum QRReader {
    /// Which half of a cell's two colours its characters have.
    public enum Ink: Sendable {
        /// Blocks are dark on light paper.
        case dark
        /// Blocks are light on a dark terminal.
        case light
    }

    /// What zbar reads in these rows of half blocks; nothing is added around them.
    public static func read(_ rows: [String], ink: Ink = .dark) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "noetl-qr-\(UUID().uuidString).pgm")
        defer { try? FileManager.default.removeItem(at: file) }  // A left-over picture fails no test.
        try picture(of: rows, ink: ink).write(to: file)
        let result = try await Subprocess.run(
            .name("zbarimg"), arguments: ["--raw", "--quiet", file.path(percentEncoded: false)], input: .none,
            output: .string(limit: 1 << 16), error: .discarded)
        return result.standardOutput.split(separator: "\n").map(String.init)
    }

    /// The rows as a binary portable graymap, each half block a square of four pixels a side.
    private static func picture(of rows: [String], ink: Ink) -> Data {
        let scale = 4
        let columns = rows.map(\.count).max() ?? 0
        var pixels: [UInt8] = []
        for row in rows {
            let cells = Array(row) + Array(repeating: Character(" "), count: columns - row.count)
            for half in [Set<Character>(["█", "▀"]), ["█", "▄"]] {
                let line = cells.flatMap { cell -> [UInt8] in
                    let isDark = half.contains(cell) == (ink == .dark)
                    return Array(repeating: isDark ? 0 : 255, count: scale)
                }
                for _ in 0..<scale { pixels += line }
            }
        }
        return Data("P5\n\(columns * scale) \(rows.count * 2 * scale)\n255\n".utf8) + Data(pixels)
    }
}
