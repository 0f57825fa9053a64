import Testing

@testable import NoetlCore

/// What a context may be called, and how it names a file.
@Suite struct ContextNameTests {
    @Test(
        "names of 1 to 253 characters without control characters pass",
        arguments: ["a", "on", "~", "a: b", "gke/prod:1", "世界🙂", " ", "-x", String(repeating: "é", count: 253)])
    func accepts(_ name: String) throws {
        try ContextName.check(name)
    }

    @Test(
        "other names are usage errors that show them cleaned",
        arguments: [
            "", "a\nb", "a\u{0}b", "\u{1B}[31m", "a\u{7F}", "a\u{85}b", "a\u{2028}b", "\u{FEFF}a",
            String(repeating: "x", count: 254),
        ])
    func refuses(_ name: String) {
        let error = #expect(throws: NoetlError.self) { try ContextName.check(name) }
        #expect(error?.code == .usage)
        #expect(error?.lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ?? false)
    }

    @Test(
        "a file name is one harmless path component",
        arguments: [
            ("gke-prod", "gke-prod"), ("a/b", "a%2Fb"), ("..", "%2E."), (".", "%2E"), (".x", "%2Ex"),
            ("a: b", "a%3A%20b"), ("50%", "50%25"), ("é", "%C3%A9"), ("v1.2_x", "v1.2_x"),
        ])
    func fileNames(_ name: String, _ expected: String) {
        #expect(ContextName.fileName(for: name) == expected)
    }

    @Test("long names stay short and apart as file names")
    func longFileNames() {
        let one = ContextName.fileName(for: String(repeating: "世", count: 252) + "a")
        let other = ContextName.fileName(for: String(repeating: "世", count: 252) + "b")
        #expect(one != other)
        #expect(one.utf8.count < 200)
    }
}
