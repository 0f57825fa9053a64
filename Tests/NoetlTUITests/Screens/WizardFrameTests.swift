import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

private let sizes = [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 12, columns: 40)]

/// Expects what the wizard shows at each size to be the golden `<name>-<columns>x<rows>`.
private func expectFrames(_ name: String, _ wizard: AppDriver) throws {
    for size in sizes {
        var wizard = wizard
        wizard.take(.resized(size))
        try Golden.expect(wizard.frame.text, is: "\(name)-\(size.columns)x\(size.rows)")
    }
}

@Suite("Frames of the wizard")
struct WizardFrameTests {
    private static func failed(_ mode: WizardSettings.Mode, _ error: NoetlError) -> AppDriver {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: mode))
        wizard.fail(error)
        return wizard
    }

    @Test("choosing a context")
    func picker() throws {
        let names = ["gke-prod", "gke-staging", "会议-prod", "👍🏽 team", .hostile, "local"]
        let all = names.map {
            Context(
                name: $0, serverURL: "https://gateway.\($0).example.com/with/a/long/path",
                auth0: Auth0Settings(domain: "acme.us.auth0.com"))
        }
        var wizard = AppDriver(.sample(Contexts(current: "会议-prod", all: all)))
        wizard.press(letter: "/")
        wizard.press(.paste("prd"))
        try expectFrames("wizard-filter", wizard)
        wizard.press(.paste("zz"))
        try expectFrames("wizard-filter-nothing", wizard)
        wizard.press(.escape, .escape)
        wizard = AppDriver(.sample(Contexts(current: .hostile, all: all)))
        wizard.press(.enter)
        try expectFrames("wizard-modes-hostile", wizard)
    }

    @Test("choosing a mode where something is in the way")
    func modes() throws {
        try expectFrames("wizard-modes-missing", AppDriver(.sample(flag: "bare")))
        var settings = WizardSettings.sample(flag: "gke-prod")
        settings.browserObstacle = "You are here over SSH, where a browser would open on the other machine."
        try expectFrames("wizard-modes-ssh", AppDriver(settings))
    }

    @Test("another user than before")
    func otherUser() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .pkce(hint: nil)))
        wizard.hear(
            .confirmUser(
                UserChange(
                    context: "gke-prod", saved: "you@example.com", arrived: "ops@example.com", canStartOver: true)))
        try expectFrames("wizard-other-user", wizard)
    }

    @Test("missing settings, and whether to save them")
    func missing() throws {
        var wizard = AppDriver(.sample(flag: "bare", mode: .device))
        try expectFrames("wizard-missing", wizard)
        wizard.enter("https://acme.us.auth0.com/login")
        wizard.enter("Abc123XYZ")
        try expectFrames("wizard-missing-refused", wizard)
        wizard.press(.control("u"))
        wizard.enter("acme.us.auth0.com")
        wizard.press(.enter)
        try expectFrames("wizard-save-missing", wizard)
        let error = NoetlError(
            .configUnwritable, what: "Nothing was saved.",
            why: "/home/you/.noetl/config.yaml cannot be written: permission denied.")
        wizard.take(.written(.save(ContextChange(), name: "bare", isNew: true), .failed(error)))
        try expectFrames("wizard-save-missing-failed", wizard)
    }

    @Test("an unencrypted gateway")
    func exposed() throws {
        try expectFrames("wizard-exposed", AppDriver(.sample(flag: "plain", mode: .device)))
    }

    @Test("a new context that gets everything asked, and one that replaces another")
    func newContext() throws {
        var wizard = AppDriver(.sample(Contexts()))
        try expectFrames("wizard-first-context", wizard)
        wizard = AppDriver()
        wizard.press(letter: "n")
        wizard.enter("https://gateway.new.com")
        wizard.take(.contract(.success(Sample.contract()), attempt: wizard.app.attempt))
        try expectFrames("wizard-review", wizard)
        var scrolled = AppDriver()
        scrolled.press(letter: "n")
        scrolled.enter("https://gateway.new.com")
        scrolled.take(.contract(.success(Sample.contract(domain: nil, client: nil)), attempt: scrolled.app.attempt))
        scrolled.press(.control("u"), .enter, .enter, .enter)
        scrolled.take(.resized(sizes[2]))
        scrolled.press(.pageDown)
        try Golden.expect(scrolled.frame.text, is: "wizard-review-scrolled-40x12")
        wizard.press(.control("u"))
        wizard.enter("gke-prod")
        try expectFrames("wizard-replace", wizard)
    }

    @Test("waiting, and a callback that is pasted meanwhile")
    func waiting() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .pkce(hint: nil)))
        try expectFrames("wizard-waiting", wizard)
        wizard.hear(try Sample.preflight(), .browserDidNotOpen(reason: "There is no program to open URLs with."))
        try expectFrames("wizard-browser", wizard)
        wizard.press(letter: "v")
        wizard.enter("http://localhost:8765/callback?code=c1&state=s1")
        wizard.hear(.pasteRefused(.notTheRedirect))
        try expectFrames("wizard-callback", wizard)
        wizard.press(.escape)
        wizard.press(letter: "?")
        try expectFrames("wizard-browser-help", wizard)
    }

    @Test("a code on a tenant that is slow")
    func device() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.hear(try Sample.deviceCode(), .polled(.unreachable, pause: .seconds(10)))
        wizard.press(letter: "u")
        try expectFrames("wizard-device", wizard)
    }

    @Test("failures")
    func failures() throws {
        let application = try Sample.application()
        try expectFrames(
            "wizard-timeout",
            Self.failed(
                .pkce(hint: nil),
                .callbackTimeout(window: .seconds(300), redirect: LoopbackRedirect(), application: application)))
        try expectFrames(
            "wizard-wrong-password",
            Self.failed(
                .password(email: nil),
                Auth0Refusal(error: "invalid_grant", description: "Wrong email or password.")
                    .noetlError(for: .password, application)))
        try expectFrames(
            "wizard-grant-refused",
            Self.failed(
                .device,
                Auth0Refusal(error: "unauthorized_client", description: "Grant type 'device_code' not allowed.")
                    .noetlError(for: .device, application)))
        try expectFrames(
            "wizard-gateway-refused",
            Self.failed(
                .proof(Secret("a.b.c")),
                GatewayRefusal(
                    HTTPResponse(status: 401, headers: [], body: Data(#"{"error":"invalid token"}"#.utf8)),
                    try ServerURL("https://gateway.acme.com"), hiding: nil
                ).loginError))
    }

    @Test("success")
    func success() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.hear(.loggedIn(try Sample.outcome()))
        try expectFrames("wizard-success", wizard)
    }

    @Test("help about the contexts, a question and a failure")
    func help() throws {
        var wizard = AppDriver()
        wizard.press(letter: "?")
        try expectFrames("wizard-picker-help", wizard)
        wizard = AppDriver(.sample(flag: "plain", mode: .device))
        wizard.press(letter: "?")
        try expectFrames("wizard-question-help", wizard)
        wizard.press(.escape)
        wizard.press(letter: "y")
        wizard.fail(NoetlError(.network, what: "The gateway could not be reached."))
        wizard.press(letter: "?")
        try expectFrames("wizard-failure-help", wizard)
    }

    @Test("where there is only ASCII")
    func ascii() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .pkce(hint: nil)))
        wizard.hear(try Sample.preflight())
        try Golden.expect(Repertoire.ascii.rendering(of: wizard.frame).text, is: "wizard-browser-ascii")
        wizard.press(letter: "d")
        wizard.hear(try Sample.deviceCode())
        try Golden.expect(Repertoire.ascii.rendering(of: wizard.frame).text, is: "wizard-device-ascii")
    }

    @Test("a screen that is too small is one line, on every screen and under help")
    func tooSmall() throws {
        var wizard = AppDriver()
        for size in [Size(rows: 11, columns: 200), Size(rows: 60, columns: 39)] {
            wizard.take(.resized(size))
            #expect(wizard.frame.text.trimmingCharacters(in: .newlines) == "Too small: noetl needs 40x12.")
        }
        wizard.take(.resized(sizes[0]))
        wizard.press(letter: "?")
        wizard.take(.resized(Size(rows: 1, columns: 12)))
        #expect(wizard.frame.text == "Too small: …")
    }
}
