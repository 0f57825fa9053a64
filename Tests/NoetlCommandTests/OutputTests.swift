import Foundation
import NoetlCore
import Testing

@testable import noetl

/// Tables, JSON and the words about contexts.
@Suite("Output", .timeLimit(.minutes(5)))
struct OutputTests {
    private static let now = Date(timeIntervalSince1970: 1_795_457_646)

    @Test("columns line up by what a terminal shows, and missing cells show a dash")
    func table() {
        var table = Table("NAME", "SERVER", "X")
        table.add("a", "https://a", nil)
        table.add("雪 🚀", "", "1")
        table.add("e\u{301}te\u{301}", "b", "2")
        #expect(
            table.text() == """
                NAME   SERVER     X
                a      https://a  -
                雪 🚀             1
                e\u{301}te\u{301}    b          2
                """)
    }

    @Test("a cell cannot break its line or move the cursor")
    func hostileCells() {
        var table = Table("NAME", "X")
        table.add("a\nb\u{1B}[2J\u{9B}1m\u{202E}c", "d")
        #expect(table.text().split(separator: "\n").count == 2)
        #expect(table.text().unicodeScalars.allSatisfy { $0 == "\n" || !Redaction.isHarmful($0) })
    }

    @Test(
        "JSON escapes what a terminal would obey, and reads back as it was",
        arguments: [
            "\u{9B}31m", "\u{85}", "\u{7F}", "\u{202E}gpj.exe", "\u{2066}x\u{2069}", "\u{2028}", "\u{1B}]0;x\u{07}",
            "\u{200E}", "\u{E0041}", "a\nb\tc", "Grüße 雪 🚀", "\"quoted\" \\ / ",
        ])
    func json(_ text: String) throws {
        let json = JSONText.object(["key": text])
        #expect(json.unicodeScalars.allSatisfy { $0 == "\n" || !Redaction.isHarmful($0) }, "\(json)")
        let back = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
        #expect(back == ["key": text])
    }

    @Test("JSON escapes the accents that no line has room for, and reads back as it was")
    func accents() throws {
        let text = "a" + String(repeating: "\u{301}", count: 300) + "b"
        let json = JSONText.object([text: text])
        #expect(json.unicodeScalars.filter { $0 == "\u{301}" }.count == 8)
        let back = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
        #expect(back?[text] == text)
    }

    @Test("no core file of this process is written")
    func core() async {
        await #expect(processExitsWith: .success) {
            MemoryGuard.raise()
            var limit = rlimit()
            exit(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 && limit.rlim_cur == 0 ? 0 : 1)
        }
    }

    @Test("JSON is indented with sorted keys and slashes as they are")
    func jsonForm() {
        #expect(
            JSONText.object(["b": "https://a/b", "a": [1, true, NSNull()] as [Any]]) == """
                {
                  "a" : [
                    1,
                    true,
                    null
                  ],
                  "b" : "https://a/b"
                }
                """)
        #expect(JSONText.reformatted(Data("[1,2".utf8)) == "null")
    }

    private static let sessions: [(expiresIn: TimeInterval?, words: String, state: String)] = [
        (18_720, "5h 12m left", "valid"), (59, "59s left", "valid"), (-1, "expired", "expired"),
        (0, "expired", "expired"), (nil, "cached", "unknown"),
    ]

    @Test("a session is told by what is left of it", arguments: sessions)
    func session(_ expiresIn: TimeInterval?, _ words: String, _ state: String) throws {
        let session = CachedSession(
            token: Secret("marker-token"), expiresAt: expiresIn.map { Self.now.addingTimeInterval($0) }, user: "you")
        let context = Context(name: "a", serverURL: "https://a", session: session)
        let text = ContextText(now: Self.now)
        #expect(text.session(session) == words)
        #expect(text.table(Contexts(current: "a", all: [context])).hasSuffix(words))
        let json = text.json(Contexts(current: "a", all: [context]))
        #expect(json.contains("\"state\" : \"\(state)\""))
        #expect(!(json + text.json(context) + text.settings(context)).contains("marker-token"))
    }

    @Test("without a session there is none")
    func noSession() {
        let text = ContextText(now: Self.now)
        #expect(text.session(nil) == nil)
        #expect(text.json(Context(name: "a")).contains("\"state\" : \"none\""))
        #expect(text.settings(Context(name: "a")).contains("Session:             none"))
    }

    @Test("settings never show the client secret")
    func clientSecret() {
        let context = Context(name: "a", auth0: Auth0Settings(clientSecret: Secret("marker-secret")))
        let text = ContextText(now: Self.now)
        #expect(text.settings(context).contains("[redacted]"))
        #expect(text.json(context).contains("\"has_auth0_client_secret\" : true"))
        #expect(!(text.settings(context) + text.json(context)).contains("marker-secret"))
    }

    @Test("only the current context has a mark in the list")
    func mark() {
        let text = ContextText(now: Self.now).table(
            Contexts(current: "b", all: [Context(name: "a"), Context(name: "b")]))
        let lines = text.components(separatedBy: "\n")
        #expect(lines[2].hasPrefix("*  "))
        #expect(lines[1].hasPrefix("         a"))
    }
}
