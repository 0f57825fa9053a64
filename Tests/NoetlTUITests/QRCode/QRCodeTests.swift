import NoetlTestSupport
import Testing

@testable import NoetlTUI

/// Against the examples of ISO/IEC 18004:2015, and against a decoder that nobody here wrote.
@Suite("QR code")
struct QRCodeTests {
    /// Annex I: `01234567` as version 1-M.
    private static let annexData: [UInt8] = [
        0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
    ]
    private static let annexCorrection: [UInt8] = [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55]

    @Test("annex I: the correction codewords, and the symbol")
    func annexI() async throws {
        #expect(ReedSolomon(degree: 10).correction(of: Self.annexData) == Self.annexCorrection)
        let version = QRVersion(number: 1)
        #expect(version.interleaved(Self.annexData, at: .medium) == Self.annexData + Self.annexCorrection)
        let code = QRCode(data: Self.annexData, version: version, level: .medium, mask: 0b010)
        #expect(try await QRReader.read(code.inked) == ["01234567"])
    }

    @Test("annex C and D: format and version information")
    func information() {
        #expect(QRDrawing.formatBits(level: .medium, mask: 0b101) == 0b100_0000_1100_1110)
        #expect(QRDrawing.versionBits(7) == 0b00_0111_1100_1001_0100)
    }

    @Test(
        "table 7: how many bytes a version holds",
        arguments: [
            (1, 17, 14), (2, 32, 26), (3, 53, 42), (4, 78, 62), (5, 106, 84), (6, 134, 106), (7, 154, 122),
            (8, 192, 152), (9, 230, 180), (10, 271, 213), (11, 321, 251), (12, 367, 287),
        ])
    func capacity(number: Int, low: Int, medium: Int) {
        let version = QRVersion(number: number)
        #expect(version.holds(low, at: .low) && !version.holds(low + 1, at: .low))
        #expect(version.holds(medium, at: .medium) && !version.holds(medium + 1, at: .medium))
    }

    @Test(
        "annex E: alignment patterns",
        arguments: [
            (1, []), (2, [6, 18]), (6, [6, 34]), (7, [6, 22, 38]), (8, [6, 24, 42]), (10, [6, 28, 50]),
            (12, [6, 32, 58]),
        ] as [(Int, [Int])])
    func alignments(number: Int, expected: [Int]) {
        #expect(QRVersion(number: number).alignments == expected)
    }

    @Test(
        "zbar reads what every version holds, at its fullest and at its emptiest",
        arguments: [
            17, 18, 32, 33, 53, 54, 78, 79, 106, 107, 134, 135, 154, 155, 192, 193, 230, 231, 271, 272, 321, 322, 367,
        ])
    func decoded(length: Int) async throws {
        let address = "https://acme.us.auth0.com/activate?user_code="
        let text = (address + (0..<400).map { String($0 * 7 % 10) }.joined()).prefix(length)
        let code = try #require(QRCode(String(text)))
        #expect(try await QRReader.read(code.inked) == [String(text)])
        // The other way round too, for terminals whose paper is dark.
        #expect(try await QRReader.read(code.inverted, ink: .light) == [String(text)])
    }

    @Test("zbar reads every mask", arguments: 0..<8)
    func masks(mask: Int) async throws {
        let code = QRCode(data: Self.annexData, version: QRVersion(number: 1), level: .medium, mask: mask)
        #expect(try await QRReader.read(code.inked) == ["01234567"])
    }

    @Test("the smallest version, the higher level where it costs nothing, and nil where none is large enough")
    func choice() {
        #expect(QRCode(String(repeating: "a", count: 14))?.size == 21)
        #expect(QRCode(String(repeating: "a", count: 17))?.size == 21)
        #expect(QRCode(String(repeating: "a", count: 18))?.size == 25)
        #expect(QRCode(String(repeating: "é", count: 183))?.size == 65)
        #expect(QRCode(String(repeating: "a", count: 368)) == nil)
    }

    @Test("four light modules on each side", arguments: [10, 60, 300])
    func quietZone(length: Int) throws {
        let code = try #require(QRCode(String(repeating: "a", count: length)))
        let rows = code.inked
        #expect(rows.count == code.rows && rows.allSatisfy { $0.count == code.columns })
        #expect(code.columns == code.size + 8)
        let blank = String(repeating: " ", count: code.columns)
        #expect(rows.prefix(2) == [blank, blank] && rows.suffix(2) == [blank, blank])
        for row in rows { #expect(row.hasPrefix("    ") && row.hasSuffix("    ")) }
        // The finder pattern in the corner shows that it is not five.
        #expect(rows[2].dropFirst(4).first == "█")
    }
}
