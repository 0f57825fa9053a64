@testable import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlTUI

private let sizes = [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 12, columns: 40)]
private let start = ContinuousClock.now

/// Expects the frame that `draw` makes at each size to be the golden `<name>-<columns>x<rows>`.
private func expectFrames(_ name: String, _ draw: (inout Surface) -> Void) throws {
    for size in sizes {
        var surface = Surface(size)
        draw(&surface)
        #expect(surface.isSound)
        try Golden.expect(surface.text, is: "\(name)-\(size.columns)x\(size.rows)")
    }
}

@Suite("Screens")
struct ScreenTests {
    private static func entry(_ name: String, _ session: String = "no session", _ verdict: Verdict? = nil)
        -> ContextPicker.Entry
    {
        .init(
            name: name, gateway: "https://gateway.\(name).example.com", tenant: "acme.us.auth0.com", session: session,
            verdict: verdict)
    }

    private static let contexts =
        [
            entry("gke-prod", "5h 12m left", .good), entry("gke-staging", "expired", .warning), entry("会议-prod"),
            entry("👍🏽 team"), entry(.hostile),
        ]
        + (6...12).map { entry("context-\($0)") }

    @Test("context picker", arguments: [0, 1, 12, 1000])
    func contextPicker(count: Int) throws {
        let entries =
            count == 1000 ? (0..<1000).map { Self.entry("context-\($0)") } : Array(Self.contexts.prefix(count))
        let picker = ContextPicker(entries, current: count == 12 ? "gke-staging" : nil)
        try expectFrames("context-picker-\(count)") { picker.draw(on: &$0) }
    }

    @Test("context picker answers")
    func contextPickerAnswers() {
        var picker = ContextPicker(Self.contexts, current: "gke-staging")
        let size = sizes[0]
        #expect(
            [Key.down, .enter, .character("n"), .escape].map { picker.update($0, size: size) } == [
                .none, .chosen("会议-prod"), .newContext, .back,
            ])
        #expect(
            [Key.character("/"), .character("n"), .escape].map { picker.update($0, size: size) } == [
                .none, .none, .none,
            ])
    }

    private static let modes: [ModeChooser.Option] = [
        .init(
            id: "password", title: "Email and password", purpose: "Only for tenants that allow it; discouraged.",
            obstacle: "This context has no client ID."),
        .init(
            id: "pkce", title: "Browser on this machine", purpose: "Signs you in with the browser here.",
            recommendation: "It worked last time."),
        .init(
            id: "device", title: "Code on any device", purpose: "You type a short code in any browser, also on a phone."
        ),
        .init(
            id: "token", title: "Token or callback URL", purpose: "You have signed in elsewhere and paste what you got."
        ),
    ]

    @Test("mode chooser")
    func modeChooser() throws {
        var chooser = ModeChooser(Self.modes, context: "gke-prod")
        try expectFrames("mode-chooser") { chooser.draw(on: &$0) }
        #expect(
            [Key.enter, .down, .enter, .end, .enter, .escape].map {
                chooser.update($0, size: Size(rows: 24, columns: 80))
            } == [
                .chosen("pkce"), .none, .chosen("device"), .none, .none, .back,
            ])
    }

    @Test("password prompt")
    func passwordPrompt() throws {
        var prompt = PasswordPrompt(context: "gke-prod")
        let keys: [Key] = [.enter, .paste("you@example.com"), .enter, .enter, .paste("hunter2\n")]
        #expect(keys.map { prompt.update($0) } == Array(repeating: .none, count: 5))
        try expectFrames("password-prompt") { prompt.draw(on: &$0) }
        #expect(prompt.update(.enter) == .submit(email: "you@example.com", password: Secret("hunter2")))
    }

    @Test("token prompt")
    func tokenPrompt() throws {
        var prompt = TokenPrompt(
            title: "noetl login · gke-prod · token", question: "Paste a token or the callback URL.")
        #expect(prompt.update(.enter) == .none)
        let token = String(repeating: "eyJ0", count: 300)
        #expect(prompt.update(.paste(token + "\n")) == .inspect(Secret(token)))
        prompt.shape = .init(text: "ID token for you@example.com, expires in 9 h", verdict: .good)
        try expectFrames("token-prompt") { prompt.draw(on: &$0) }
        #expect(prompt.update(.enter) == .submit(Secret(token)))
        prompt.shape = .init(text: "Neither a token nor a callback URL", verdict: .bad)
        #expect(prompt.update(.enter) == .none)
    }

    @Test("new context form")
    func newContext() throws {
        var form = NewContextForm()
        let size = sizes[0]
        #expect(form.update(.enter, size: size) == .none)
        try expectFrames("new-context-address") { form.draw(on: &$0) }
        _ = form.update(.paste(" https://gateway.acme.com "), size: size)
        #expect(form.update(.enter, size: size) == .ask("https://gateway.acme.com"))
        try expectFrames("new-context-asking") { form.draw(on: &$0) }
        form.review(
            [
                .init(field: .serverURL, old: nil, new: "https://gateway.acme.com"),
                .init(field: .auth0Domain, old: nil, new: "acme.us.auth0.com"),
                .init(field: .auth0RedirectURI, old: nil, new: "http://127.0.0.1:8765/callback"),
            ], missing: [.init(id: "name", "Name", "acme"), .init(id: "client", "Client ID")])
        form.complain("The gateway does not tell it; it is on the application's page.", about: "client")
        try expectFrames("new-context-review") { form.draw(on: &$0) }
        _ = form.update(.paste("Abc123XYZ"), size: size)
        #expect(form.update(.enter, size: size) == .save(["name": "acme", "client": "Abc123XYZ"]))
    }

    @Test(
        "the redirect URI is whole on every screen",
        arguments: [
            "http://127.0.0.1:8765/callback", "http://localhost:54321/callback",
            "http://[::1]:54321/a/path/that/takes/more/than/one/line",
        ])
    func redirectURI(_ address: String) {
        let facts = PKCEPanel.Facts(
            tenant: "acme.us.auth0.com", clientID: "Abc123XYZ", redirectURI: address, allowlist: "not checked",
            dashboard: "https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings",
            browser: "asked xdg-open to open the sign-in page")
        let panel = PKCEPanel(facts: facts, now: start, deadline: start + .seconds(277))
        for size in sizes + [Size(rows: 13, columns: 41), Size(rows: 18, columns: 60)] {
            var surface = Surface(size)
            panel.draw(on: &surface)
            #expect(surface.text.filter { !$0.isWhitespace }.contains(address))
            #expect(surface.text.contains("Waiting for you"))
        }
    }

    @Test("PKCE panel")
    func pkcePanel() throws {
        let facts = PKCEPanel.Facts(
            context: "gke-prod", tenant: "acme.us.auth0.com", clientID: "Abc123XYZ",
            redirectURI: "http://127.0.0.1:8765/callback",
            allowlist: "Auth0 accepts this redirect URI", allowlistVerdict: .good,
            dashboard: "https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings",
            browser: "asked xdg-open to open the sign-in page")
        var panel = PKCEPanel(facts: facts, now: start, deadline: start + .seconds(277))
        try expectFrames("pkce-panel") { panel.draw(on: &$0) }
        panel.tick(start + .seconds(260))
        panel.facts.allowlist = "Auth0 does not accept this redirect URI yet"
        panel.facts.allowlistVerdict = .bad
        panel.notice = "URL sent to the terminal's clipboard"
        try expectFrames("pkce-panel-late") { panel.draw(on: &$0) }
        panel.facts.holdsBrowser = true
        panel.facts.browser = "opens by itself once Auth0 accepts it"
        panel.notice = nil
        try expectFrames("pkce-panel-held") { panel.draw(on: &$0) }
        let answers = "ourlvdfUx".map { panel.update(.character($0)) }
        #expect(
            answers == [
                .openAgain, .copyAddress, .copyRedirectURI, .copyDashboard, .pasteCallback, .useDeviceCode,
                .otherAccount, .showWhole, .none,
            ])
    }

    @Test("device panel")
    func devicePanel() throws {
        let facts = DevicePanel.Facts(
            context: "gke-prod", tenant: "acme.us.auth0.com", clientID: "Abc123XYZ", code: "BDWP-HQPK",
            address: "https://acme.us.auth0.com/activate",
            completeAddress: "https://acme.us.auth0.com/activate?user_code=BDWP-HQPK")
        var panel = DevicePanel(facts: facts, now: start, deadline: start + .seconds(899))
        try expectFrames("device-panel") { panel.draw(on: &$0) }
        panel.facts.poll =
            "The tenant does not allow device codes for this application; allow the grant in the dashboard."
        panel.facts.pollVerdict = .bad
        try expectFrames("device-panel-refused") { panel.draw(on: &$0) }
        #expect(panel.update(.enter, size: sizes[0]) == .openAgain)
    }

    @Test("device panel: Q shows a QR code that a phone reads, and puts it away")
    func qrCode() async throws {
        let address = "https://acme.us.auth0.com/activate?user_code=BDWP-HQPK"
        let facts = DevicePanel.Facts(
            context: "gke-prod", tenant: "acme.us.auth0.com", clientID: "Abc123XYZ", code: "BDWP-HQPK",
            address: "https://acme.us.auth0.com/activate", completeAddress: address)
        var panel = DevicePanel(facts: facts, now: start, deadline: start + .seconds(899))
        let before = panel
        #expect(panel.update(.character("Q"), size: sizes[0]) == .none)
        try expectFrames("device-panel-qr") { panel.draw(on: &$0) }
        for size in sizes.prefix(2) {
            var surface = Surface(size)
            panel.draw(on: &surface)
            #expect(try await QRReader.read(Self.paper(surface)) == [address])
        }
        #expect(panel.update(.character("Q"), size: sizes[0]) == .none)
        #expect(panel == before)
        #expect(panel.update(.character("Q"), size: sizes[2]) == .none)
        #expect(panel.notice == "The QR code needs a window of 45 columns and 23 rows.")
        #expect(!panel.wantsQRCode)
    }

    @Test("device panel: where there is no QR code, Q says why")
    func noQRCode() {
        var facts = DevicePanel.Facts(address: "https://acme.us.auth0.com/activate")
        var panel = DevicePanel(facts: facts, now: start, deadline: start + .seconds(899))
        _ = panel.update(.character("Q"), size: sizes[1])
        #expect(panel.notice?.contains("no address with the code in it") == true)
        facts.completeAddress = "https://acme.us.auth0.com/activate?user_code=BDWP-HQPK"
        panel = DevicePanel(facts: facts, now: start, deadline: start + .seconds(899), drawsQRCodes: false)
        _ = panel.update(.character("Q"), size: sizes[1])
        #expect(panel.notice == "This terminal has no characters to draw a QR code with.")
    }

    /// The cells that are drawn as paper, row by row.
    private static func paper(_ surface: Surface) -> [String] {
        (0..<surface.size.rows).map { row in
            surface.row(row).filter { $0.style == .paper }.compactMap { $0.glyph?.text }.joined()
        }
        .filter { !$0.isEmpty }
    }

    @Test("doctor")
    func doctor() throws {
        var panel = DoctorPanel(title: "noetl login · gke-prod · doctor")
        try expectFrames("doctor-begins") { panel.draw(on: &$0) }
        #expect(panel.update(.character("r"), size: sizes[0]) == .none)
        panel.add(
            DoctorFinding(.config, .ok, "The config file is in order, and yours alone: /home/you/.noetl/config.yaml."))
        panel.add(
            DoctorFinding(
                .gateway, .problem, "The gateway was not reached.",
                why: "gateway.acme.com:443: connection refused; nothing listens there.",
                next: "Check the address, and the network or VPN, and try again."))
        panel.add(DoctorFinding(.tenant, .ok, "The Auth0 tenant answers: acme.us.auth0.com."))
        panel.add(
            DoctorFinding(
                .session, .warning, "There is no session yet.", next: "Log in: noetl auth login --context gke-prod"))
        panel.finish()
        try expectFrames("doctor") { panel.draw(on: &$0) }
        let answers = [Key.character("r"), .enter, .character("U"), .down, .escape].map {
            panel.update($0, size: sizes[2])
        }
        #expect(answers == [.again, .again, .showWhole, .none, .back])
        try expectFrames("doctor-scrolled") { panel.draw(on: &$0) }
    }

    @Test("outcome")
    func outcome() throws {
        let facts: [FactGrid.Fact] = [
            .init("Gateway", "https://gateway.acme.com", cut: .path), .init("User", "you@example.com"),
            .init("Token", "69dd6f...2bc6"),
            .init("Expires", "2026-11-24T02:14:05Z (in 7h 59m)"), .init("Saved", "context 'gke-prod'"),
        ]
        var success = Outcome(.success(facts), context: "gke-prod")
        try expectFrames("outcome-success") { success.draw(on: &$0) }
        #expect(success.update(.enter, size: sizes[0]) == .leave)
        let error = NoetlError.portInUse(8765, address: "127.0.0.1")
        var failure = Outcome(.failure(error), context: "gke-prod")
        // The shell that is left to gets the words for a shell.
        #expect(failure.ending == .failed(error))
        try expectFrames("outcome-failure") { failure.draw(on: &$0) }
        let answers = "rmcdU".map { failure.update(.character($0), size: sizes[0]) }
        #expect(answers == [.retry, .otherMode, .otherContext, .callDoctor, .showWhole])
    }

    @Test("help")
    func help() throws {
        var help = HelpOverlay(
            title: "noetl login",
            keys: [.init("o", "open the sign-in page again"), .init("u", "copy its URL"), .init("^C", "quit noetl")])
        try expectFrames("help") { help.draw(on: &$0) }
        #expect([Key.down, .character("x")].map { help.update($0, size: sizes[2]) } == [true, false])
    }
}
