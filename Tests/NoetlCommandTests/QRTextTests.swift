import NoetlTestSupport
import Testing

@testable import noetl

@Suite("QR code in text")
struct QRTextTests {
    private static let address = "https://acme.us.auth0.com/activate?user_code=BDWP-HQPK"

    @Test("on a terminal each line says its own colours, so that dark and light terminals show the same")
    func colored() async throws {
        let lines = QRText(columns: 80, isUTF8: true, paper: .colored).text(of: Self.address).split(separator: "\n")
        #expect(lines.count == 21)
        let drawn = try lines.map { line in
            try #require(line.wholeMatch(of: /\u{1B}\[0;30;47m(.*)\u{1B}\[0m/)).1
        }
        #expect(try await QRReader.read(drawn.map(String.init)) == [Self.address])
    }

    @Test("without colours ink and paper change places, and a file gets characters alone")
    func uncolored() async throws {
        let reversed = QRText(columns: 80, isUTF8: true, paper: .reversed).text(of: Self.address)
        #expect(reversed.split(separator: "\n").allSatisfy { $0.hasPrefix("\u{1B}[0;7m") && $0.hasSuffix("\u{1B}[0m") })
        let bare = QRText(columns: nil, isUTF8: true, paper: .bare).text(of: Self.address)
        #expect(!bare.contains("\u{1B}"))
        #expect(try await QRReader.read(bare.split(separator: "\n").map(String.init), ink: .light) == [Self.address])
    }

    @Test("where there is none, one line says why")
    func none() {
        let text = QRText(columns: 40, isUTF8: true, paper: .bare)
        #expect(text.text(of: nil) == "No QR code: the tenant gave no address with the code in it.")
        #expect(text.text(of: Self.address) == "No QR code: it needs 41 columns, and the terminal has 40.")
        #expect(text.text(of: String(repeating: "a", count: 400)) == "No QR code: the address is too long for one.")
    }
}
