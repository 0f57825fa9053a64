/// A device login under way: the code, where to type it, how long it still counts.
struct DevicePanel: Equatable, Sendable {
    /// What is shown; everything is text that is ready to be read.
    struct Facts: Equatable, Sendable {
        /// The context that is logged in to.
        var context = ""
        /// The tenant's host.
        var tenant = ""
        /// The application's identifier.
        var clientID = ""
        /// The code to type.
        var code = ""
        /// Where to type it.
        var address = ""
        /// Where it is typed already.
        var completeAddress = ""
        /// What the last poll brought.
        var poll = "Waiting for you to enter the code"
        /// The mark of that, where it needs attention.
        var pollVerdict: Verdict?
        /// How long until the tenant is asked again; nil before it was asked at all.
        var pollPause: Duration?
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To see the sign-in page again.
        case openAgain
        /// To have its address on the clipboard.
        case copyAddress
        /// To see long values whole.
        case showWhole
        /// To cancel the login and go back.
        case back
    }

    /// What is known.
    var facts: Facts
    /// When the code expires.
    let deadline: ContinuousClock.Instant
    /// The moment that is drawn.
    private(set) var now: ContinuousClock.Instant
    /// One line about what a key has just done.
    var notice: String?
    /// Whether the QR code of the complete address is wanted; it is shown where there is room for it.
    var wantsQRCode = false
    /// The QR code; nil where there is no complete address, or no way to draw one.
    let qrCode: QRCode?
    private var spinner = Spinner()
    private static let columnsForFacts = 60

    /// A panel for a code that counts until `deadline`.
    init(
        facts: Facts, now: ContinuousClock.Instant, deadline: ContinuousClock.Instant, drawsQRCodes: Bool = true
    ) {
        self.facts = facts
        qrCode = drawsQRCodes && !facts.completeAddress.isEmpty ? QRCode(facts.completeAddress) : nil
        self.now = now
        self.deadline = deadline
    }

    /// Goes on to this moment.
    mutating func tick(_ time: ContinuousClock.Instant) {
        now = time
        spinner.tick()
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        notice = nil
        switch key {
        case .character("Q"):
            toggleQRCode(on: size)
            return .none
        case .character("o"), .enter: return .openAgain
        case .character("u"): return .copyAddress
        case .character("U"): return .showWhole
        case .escape: return .back
        default: return .none
        }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        if wantsQRCode, let qrCode, fits(qrCode, on: surface.size) { return draw(qrCode, on: &surface) }
        var area = frame(hints: hints(on: surface.size)).draw(on: &surface)
        guard !area.isEmpty else { return }
        guard area.columns >= Self.columnsForFacts else { return drawNarrow(on: &surface, in: area) }
        area = area.dropping(rows: drawCode(on: &surface, in: area))
        let isRoomy = area.rows >= 8
        var grid: [FactGrid.Fact] = [
            .init("Open", facts.address, cut: .path)
        ]
        if !facts.completeAddress.isEmpty {
            grid.append(.init("or directly", facts.completeAddress, cut: .path))
        }
        if isRoomy {
            grid += [.init("Auth0 tenant", facts.tenant), .init("Client ID", facts.clientID, cut: .middle)]
        }
        FactGrid(grid).draw(on: &surface, in: area.prefix(rows: grid.count))
        drawPoll(on: &surface, in: area.dropping(rows: grid.count + (isRoomy ? 1 : 0)))
    }

    /// What all forms of the panel have around them.
    func frame(hints: KeyHints, hasRules: Bool = true) -> ScreenFrame {
        let countdown = Countdown(from: now, to: deadline)
        return ScreenFrame(
            title: "noetl login · \(facts.context)", trailing: countdown.left, trailingStyle: countdown.style,
            hints: hints, hasRules: hasRules)
    }

    /// Draws the code as large as the screen allows, and tells how many rows that took.
    private func drawCode(on surface: inout Surface, in area: Area) -> Int {
        surface.write(
            Cut.end.apply(to: "Enter this code in your browser", columns: area.columns), row: area.row,
            column: area.column)
        if let large = LargeType(facts.code), large.columns <= area.columns, area.rows >= 14 {
            large.draw(on: &surface, in: area.dropping(rows: 2))
            return LargeType.rows + 3
        }
        drawSmallCode(on: &surface, in: area.dropping(rows: 1))
        return 3
    }

    /// A code is never cut: it loses its spacing before it would.
    func drawSmallCode(on surface: inout Surface, in area: Area) {
        guard !area.isEmpty else { return }
        let spaced = facts.code.map(String.init).joined(separator: " ")
        let code = DisplayWidth.of(spaced) <= area.columns - 2 ? spaced : facts.code
        surface.write(code, row: area.row, column: area.column + 2, style: .strong)
    }

    /// The address is typed by hand, so it gets a line of its own before it would be cut.
    private func drawNarrow(on surface: inout Surface, in area: Area) {
        let address = Cut.path.apply(to: facts.address, columns: area.columns)
        surface.write("Enter this code in your browser at", row: area.row, column: area.column, columns: area.columns)
        surface.write(address, row: area.row + 1, column: area.column, columns: area.columns)
        drawSmallCode(on: &surface, in: area.dropping(rows: 2))
        drawPoll(on: &surface, in: area.dropping(rows: 4))
    }

    func drawPoll(on surface: inout Surface, in area: Area) {
        guard !area.isEmpty else { return }
        let mark = facts.pollVerdict?.mark ?? spinner.mark
        surface.write(String(mark), row: area.row, column: area.column, style: facts.pollVerdict?.style ?? .accent)
        let place = area.indented(by: 2)
        for (index, line) in Paragraph(pollText).lines(columns: place.columns).prefix(place.rows).enumerated() {
            surface.write(line, row: place.row + index, column: place.column)
        }
        if let notice { NoticeLine(notice).draw(on: &surface, in: area) }
    }

    private var pollText: String {
        // Not counted down: the time that is left is the one number that moves.
        facts.pollPause.map { "\(facts.poll); asking every \($0.components.seconds) s" } ?? facts.poll
    }

    private func hints(on size: Size) -> KeyHints {
        let hasRoom = qrCode.map { fits($0, on: size) } ?? false
        return KeyHints(
            [.init("o", "open again", short: "open"), .init("u", "copy URL", short: "copy")]
                + (hasRoom ? [.init("Q", "QR code", short: "QR")] : [])
                + [
                    .init("U", "show whole", short: "whole"), .init("?", "help", isEssential: true),
                    .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
                ])
    }
}
