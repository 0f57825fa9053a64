import Foundation
import Testing

@testable import NoetlTUI

@Suite("DisplayWidth")
struct DisplayWidthTests {
    @Test("agrees with the C library on every character that can be drawn and that both know")
    func againstTheCLibrary() throws {
        // Only this thread's locale: other tests go on as they were. 1 is the mask of LC_CTYPE.
        let utf8 = try #require(newlocale(1, "C.UTF-8", nil))
        let earlier = uselocale(utf8)
        defer {
            uselocale(earlier)
            freelocale(utf8)
        }
        var differing: [String] = []
        for value: UInt32 in 0x20...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let system = CursesInk.systemWidth(of: scalar)
            // Unknown to one of the two, or drawn as nothing or as a blank: no width to agree on.
            let category = scalar.properties.generalCategory
            guard system >= 0, ![.unassigned, .format, .control, .privateUse].contains(category) else { continue }
            if DisplayWidth.of(scalar) != system {
                differing.append(String(value, radix: 16) + ":\(DisplayWidth.of(scalar))/\(system)")
            }
        }
        // Unicode made this vowel sign of Ahom a spacing one later than the C library's tables.
        #expect(differing.filter { !$0.hasPrefix("1171e:") } == [])
    }

    @Test(
        "columns of texts",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("会议", 4), ("한국", 4), ("ｱ", 1), ("Ａ", 2), ("👍", 2),
            ("a\u{1B}[0m", 4), ("\u{202E}", 0), ("─✓…", 3), ("　", 2), ("\u{A0}", 1), ("\u{FE0F}", 0),
        ])
    func texts(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }
}
