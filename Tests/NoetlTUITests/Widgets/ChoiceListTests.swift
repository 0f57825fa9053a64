import Testing

@testable import NoetlTUI

@Suite("ChoiceList")
struct ChoiceListTests {
    private static let columns: [ColumnLayout.Column] = [
        .init("Context", minimum: 12, importance: 3), .init("Gateway", minimum: 24, importance: 1),
        .init("Tenant", minimum: 10, importance: 0), .init("Session", minimum: 10, importance: 2),
    ]

    private static let few: [Choice] = [
        choice("gke-prod", "https://gateway.acme.com", "acme.us.auth0.com", "5h 12m left", .good),
        choice(
            "gke-staging", "https://gateway.staging.acme.example/with/a/long/path/to/it", "acme-staging.eu.auth0.com",
            "expired", .warning),
        choice("local", "http://127.0.0.1:8080", "localhost:4443", "no session", nil),
        choice("会议-prod", "https://会议.example", "tenant.jp.auth0.com", "no session", nil),
        choice("evil\u{1B}[2J\nname\u{202E}", "https://\u{1B}]0;x\u{07}evil.example", "x", "✓ fake", nil),
    ]

    private static func choice(
        _ name: String, _ gateway: String, _ tenant: String, _ session: String, _ verdict: Verdict?
    ) -> Choice {
        Choice(
            id: name,
            [
                .init(name), .init(gateway, cut: .path), .init(tenant, style: .faint),
                .init(session, style: .faint, verdict: verdict, isSearched: false),
            ])
    }

    static func many(_ count: Int) -> [Choice] {
        (0..<count).map {
            choice(
                "context-\($0)", "https://gateway-\($0 % 7).example.com/api", "tenant-\($0 % 3).auth0.com",
                "no session", nil)
        }
    }

    private static func drawn(_ list: ChoiceList, rows: Int = 10, columns: Int = 76) -> Surface {
        var surface = Surface(Size(rows: rows, columns: columns))
        list.draw(on: &surface, in: Area(surface.size))
        #expect(surface.isSound)
        return surface
    }

    private static func press(_ keys: [Key], on list: inout ChoiceList, rows: Int = 10) -> [ChoiceList.Answer] {
        keys.map { list.update($0, rows: rows) }
    }

    @Test("looks", arguments: [(76, 10), (116, 26), (36, 7)])
    func looks(columns: Int, rows: Int) throws {
        let list = ChoiceList(columns: Self.columns, choices: Self.few, selected: "gke-staging")
        let surface = Self.drawn(list, rows: rows, columns: columns)
        try Golden.expect(surface.text, is: "choices-\(columns)x\(rows)")
        try Golden.expect(surface.styles, is: "choices-\(columns)x\(rows)-styles")
    }

    @Test("looks with a filter")
    func filtered() throws {
        var list = ChoiceList(columns: Self.columns, choices: Self.few)
        _ = Self.press([.character("/"), .character("p"), .character("R"), .character("d")], on: &list)
        let surface = Self.drawn(list)
        try Golden.expect(surface.text + "\n" + surface.styles, is: "choices-filtered")
        _ = Self.press([.character("z")], on: &list)
        try Golden.expect(Self.drawn(list).text, is: "choices-nothing-found")
    }

    @Test("looks with 1,000 choices, in the middle and at the end")
    func thousand() throws {
        var list = ChoiceList(columns: Self.columns, choices: Self.many(1000))
        _ = Self.press(Array(repeating: .down, count: 30), on: &list)
        try Golden.expect(Self.drawn(list).text, is: "choices-1000-middle")
        _ = Self.press([.end], on: &list)
        try Golden.expect(Self.drawn(list).text, is: "choices-1000-end")
    }

    @Test("an empty list says what to do")
    func empty() {
        var list = ChoiceList(columns: Self.columns, choices: [], emptyNotice: "No contexts yet. Press n to add one.")
        #expect(Self.drawn(list).text.hasPrefix("No contexts yet. Press n to add one."))
        #expect(
            Self.press([.enter, .down, .character("/"), .character("n")], on: &list) == [
                .ignored, .handled, .ignored, .ignored,
            ])
    }

    @Test("arrows, letters and pages move; Enter chooses; other keys belong to the screen")
    func moving() {
        var list = ChoiceList(columns: Self.columns, choices: Self.many(50), selected: "context-3")
        #expect(Self.press([.enter], on: &list) == [.chosen("context-3")])
        let moves: [([Key], String)] = [
            ([.character("j")], "context-4"), ([.up, .up], "context-2"), ([.character("G")], "context-49"),
            ([.down], "context-49"),
            ([.home], "context-0"), ([.character("k")], "context-0"), ([.pageDown], "context-7"),
            ([.pageUp, .end], "context-49"),
        ]
        for (keys, id) in moves {
            _ = Self.press(keys, on: &list)
            #expect(list.selected?.id == id)
        }
        #expect(
            Self.press([.escape, .character("n"), .control("c"), .tab], on: &list) == [
                .ignored, .ignored, .ignored, .ignored,
            ])
    }

    @Test("scrolling is as little as needed")
    func scrolling() {
        var list = ChoiceList(columns: Self.columns, choices: Self.many(50))
        let visible = list.visibleHits(rows: 10)
        #expect(list.window(rows: 10) == 0..<visible)
        _ = Self.press(Array(repeating: .down, count: visible), on: &list)
        #expect(list.window(rows: 10) == 1..<visible + 1)
        _ = Self.press([.up, .up], on: &list)
        #expect(list.window(rows: 10) == 1..<visible + 1)
        #expect(list.window(rows: 3).contains(visible - 2))
    }

    @Test("Esc leaves the filter and keeps what was found")
    func leavingTheFilter() {
        var list = ChoiceList(columns: Self.columns, choices: Self.few)
        _ = Self.press([.character("/"), .paste("local")], on: &list)
        #expect(list.hits.count == 1)
        #expect(Self.press([.escape], on: &list) == [.handled])
        #expect(list.selected?.id == "local")
        #expect(list.hits.count == Self.few.count)
        #expect(Self.press([.escape], on: &list) == [.ignored])
    }

    @Test("new choices keep the cursor on its choice")
    func replacing() {
        var list = ChoiceList(columns: Self.columns, choices: Self.few, selected: "local")
        list.replace(Array(Self.few.reversed()))
        #expect(list.selected?.id == "local")
        list.replace([Self.few[0]])
        #expect(list.selected?.id == "gke-prod")
        list.replace([])
        #expect(list.selected == nil)
    }

    @Test("any keys at any size leave a sound list", arguments: 0..<10)
    func property(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let choices = [[], [Self.few[4]], Self.few, Self.many(60)].randomElement(using: &generator) ?? []
        var list = ChoiceList(columns: Self.columns, choices: choices, emptyNotice: "Nothing here.")
        for _ in 0..<300 {
            let rows = Int.random(in: 0...14, using: &generator)
            _ = list.update(.random(using: &generator), rows: rows)
            let surface = Self.drawn(list, rows: rows, columns: .random(in: 0...80, using: &generator))
            if !list.hits.isEmpty, rows > 2, surface.size.columns > 20, !surface.text.contains("›") {
                Issue.record("no cursor in \(rows) rows")
            }
            if list.hits.isEmpty != (list.selected == nil) { Issue.record("cursor is nowhere") }
        }
    }
}

@Suite("FuzzyPattern")
struct FuzzyPatternTests {
    private static func order(_ query: String, _ names: [String]) -> [String] {
        let pattern = FuzzyPattern(query)
        return names.compactMap { name in pattern.match([.init(name)]).map { (name, $0.score) } }
            .sorted { $0.1 > $1.1 }.map(\.0)
    }

    @Test(
        "the better match comes first",
        arguments: [
            ("prod", ["reproduce", "gke-prod", "prod"], ["prod", "gke-prod", "reproduce"]),
            ("gp", ["xgxxp", "gke-prod"], ["gke-prod", "xgxxp"]), ("PROD", ["prod"], ["prod"]), ("zz", ["a"], []),
            ("会", ["a会"], ["a会"]), ("k p", ["gke-prod", "kube"], ["gke-prod"]), ("é", ["CAFÉ"], ["CAFÉ"]),
        ] as [(String, [String], [String])])
    func order(query: String, names: [String], expected: [String]) {
        #expect(Self.order(query, names) == expected)
    }

    @Test("the name outranks the URL")
    func name() {
        let pattern = FuzzyPattern("acme")
        let byName = pattern.match([.init("a-c-m-e"), .init("https://x")])?.score ?? 0
        let byURL = pattern.match([.init("other"), .init("acme")])?.score ?? 0
        #expect(byName > byURL)
    }

    @Test("positions are those of the letters")
    func positions() {
        #expect(FuzzyPattern("gp").match([.init("gke-prod")])?.positions == [[0, 4]])
        #expect(FuzzyPattern("od").match([.init("会od")])?.positions == [[1, 2]])
        #expect(FuzzyPattern("").match([.init("x")])?.positions == [[]])
    }
}

@Suite("ColumnLayout")
struct ColumnLayoutTests {
    @Test("a column that its values need less of stays where another's minimum would push it out")
    func least() {
        let columns: [ColumnLayout.Column] = [
            .init("Context", minimum: 18, importance: 2), .init("Gateway", minimum: 40, importance: 1),
            .init("Tenant", minimum: 40),
        ]
        let hosts = ColumnLayout(columns, natural: [8, 60, 17], least: [8, 24, 17], room: 60).widths
        #expect(hosts == [8, 31, 17])
        #expect(ColumnLayout(columns, natural: [8, 60, 17], least: [8, 60, 17], room: 60).widths == [8, 50, 0])
    }

    @Test("never wider than the room, the important columns stay", arguments: 0..<120)
    func room(room: Int) {
        let columns: [ColumnLayout.Column] = [
            .init("a", minimum: 12, importance: 3), .init("b", minimum: 12, importance: 1),
            .init("c", minimum: 10, importance: 0),
            .init("d", minimum: 10, importance: 2),
        ]
        let widths = ColumnLayout(columns, natural: [14, 50, 20, 11], least: [14, 50, 20, 11], room: room).widths
        let shown = widths.filter { $0 > 0 }
        #expect(shown.reduce(0, +) + max(0, shown.count - 1) * ColumnLayout.gap <= room)
        #expect(widths[0] > 0 || room == 0)
        if widths[2] > 0 { #expect(widths[1] > 0 && widths[3] > 0) }
    }
}
