/// A browser login under way: where it stands, what to check, and what can be done meanwhile.
struct PKCEPanel: Equatable, Sendable {
    /// What is shown; everything is text that is ready to be read.
    struct Facts: Equatable, Sendable {
        /// The context that is logged in to.
        var context = ""
        /// The tenant's host.
        var tenant = ""
        /// The application's identifier.
        var clientID = ""
        /// Where the browser comes back to.
        var redirectURI = ""
        /// Whether Auth0 accepts that, in words.
        var allowlist = "not checked"
        /// The mark of that.
        var allowlistVerdict: Verdict?
        /// Where to change it.
        var dashboard = ""
        /// What became of opening the browser.
        var browser = ""
        /// Whether it waits until Auth0 accepts the redirect URI.
        var holdsBrowser = false
    }

    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To see the sign-in page again, or without waiting any longer.
        case openAgain
        /// To have the sign-in page's address on the clipboard.
        case copyAddress
        /// To have the redirect URI on the clipboard.
        case copyRedirectURI
        /// To have the link to the dashboard on the clipboard.
        case copyDashboard
        /// To paste a callback URL.
        case pasteCallback
        /// To use a device code instead.
        case useDeviceCode
        /// To log in as somebody else.
        case otherAccount
        /// To see long values whole.
        case showWhole
        /// To cancel the login and go back.
        case back
    }

    /// What is known.
    var facts: Facts
    /// When the wait ends.
    let deadline: ContinuousClock.Instant
    /// The moment that is drawn.
    private(set) var now: ContinuousClock.Instant
    /// One line about what a key has just done.
    var notice: String?
    private var spinner = Spinner()

    /// A panel for a login that may take until `deadline`.
    init(facts: Facts, now: ContinuousClock.Instant, deadline: ContinuousClock.Instant) {
        self.facts = facts
        self.now = now
        self.deadline = deadline
    }

    /// Goes on to this moment.
    mutating func tick(_ time: ContinuousClock.Instant) {
        now = time
        spinner.tick()
    }

    /// Takes up a key.
    mutating func update(_ key: Key) -> Answer {
        notice = nil
        switch key {
        case .character("o"): return .openAgain
        case .character("u"): return .copyAddress
        case .character("r"): return .copyRedirectURI
        case .character("l"): return .copyDashboard
        case .character("v"), .paste: return .pasteCallback
        case .character("d"): return .useDeviceCode
        case .character("f"): return .otherAccount
        case .character("U"): return .showWhole
        case .escape: return .back
        default: return .none
        }
    }

    /// The time that is left.
    var countdown: Countdown { Countdown(from: now, to: deadline) }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let frame = ScreenFrame(
            title: "noetl login · \(facts.context)", trailing: countdown.left, trailingStyle: countdown.style,
            hints: hints)
        let area = frame.draw(on: &surface)
        guard !area.isEmpty else { return }
        // The grid comes first, but what is being waited for is always there.
        let top = area.prefix(rows: area.rows - (area.rows >= Self.rowsForAdvice ? 6 : 1))
        let all = FactGrid(rows(withDashboard: true))
        // The redirect URI is whole on every screen; its keys lead to the dashboard as well.
        let grid = all.fits(in: top) ? all : FactGrid(rows(withDashboard: false))
        grid.draw(on: &surface, in: top)
        let taken = grid.rows(in: top)
        var rest = area.dropping(rows: area.rows - taken > 3 ? taken + 1 : taken)
        let words = facts.holdsBrowser ? Self.holding : Self.waiting
        let waiting = words.first { DisplayWidth.of($0) <= rest.columns - 2 } ?? ""
        surface.write(String(spinner.mark), row: rest.row, column: rest.column, style: .accent)
        surface.write(waiting, row: rest.row, column: rest.column + 2, style: .strong)
        rest = rest.dropping(rows: 2)
        for (index, line) in Paragraph(advice).lines(columns: rest.columns).prefix(rest.rows).enumerated() {
            surface.write(line, row: rest.row + index, column: rest.column, style: .faint)
        }
        if let notice { NoticeLine(notice).draw(on: &surface, in: area) }
    }

    private static let rowsForAdvice = 13
    private static let waiting = ["Waiting for you to finish in the browser", "Waiting for you in the browser"]

    private func rows(withDashboard: Bool) -> [FactGrid.Fact] {
        [
            .init("Auth0 tenant", facts.tenant), .init("Client ID", facts.clientID, cut: .middle),
            .init("Redirect URI", facts.redirectURI, isWhole: true),
            .init("Allowlist", facts.allowlist, verdict: facts.allowlistVerdict),
        ] + (withDashboard ? [.init("Dashboard", facts.dashboard, cut: .path)] : []) + [.init("Browser", facts.browser)]
    }

    private static let holding = ["Waiting for Auth0 to accept the redirect URI", "Waiting for the redirect URI"]

    private var advice: String {
        facts.holdsBrowser
            ? "Add the redirect URI above to \"Allowed Callback URLs\" in the dashboard and save; this panel notices, and "
                + "the browser opens by itself."
            : "If the browser shows \"Callback URL mismatch\", add the redirect URI above to \"Allowed Callback URLs\" in "
                + "the dashboard, then press o."
    }

    private var hints: KeyHints {
        let first: [KeyHints.Hint] =
            facts.holdsBrowser
            ? [
                .init("o", "open anyway"), .init("r", "copy redirect URI", short: "redirect"),
                .init("l", "copy link", short: "link"),
            ]
            : [
                .init("o", "open again", short: "open"), .init("u", "copy URL", short: "copy"),
                .init("r", "copy redirect URI", short: "redirect"),
            ]
        return KeyHints(
            first + [
                .init("v", "paste callback URL", short: "paste"),
                .init("d", "use a device code instead", short: "device"), .init("f", "other account", short: "other"),
                .init("?", "help", isEssential: true), .init("esc", "back", isEssential: true),
                .init("^C", "quit", isEssential: true),
            ])
    }
}
