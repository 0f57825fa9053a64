import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Wizard: while a login waits")
struct AppPanelTests {
    private static func waiting(_ mode: WizardSettings.Mode, _ news: LoginEvent) -> AppDriver {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: mode))
        wizard.hear(news)
        _ = wizard.asked()
        return wizard
    }

    @Test("keys of the browser panel")
    func browserKeys() throws {
        var wizard = Self.waiting(.pkce(hint: nil), try Sample.preflight())
        let address = "https://acme.us.auth0.com/authorize?state=s1"
        wizard.press(letter: "o")
        #expect(wizard.asked() == ["open \(address)"])
        wizard.take(.browser(.failure(BrowserFailure("xdg-open is not there."))))
        #expect(wizard.text.contains("not opened: xdg-open is not there."))
        wizard.press(letter: "u")
        #expect(wizard.asked() == ["copy \(address)"])
        #expect(wizard.text.contains("URL sent to the terminal's clipboard"))
        wizard.press(letter: "r")
        #expect(wizard.asked() == ["copy http://127.0.0.1:8765/callback"])
        wizard.press(letter: "U")
        #expect(wizard.asked().first?.hasPrefix("print \(address)||http://127.0.0.1:8765/callback|https://") == true)
        #expect(wizard.app.isOutside)
        // The key that brings the full screen back does nothing else.
        wizard.press(letter: "o")
        #expect(!wizard.app.isOutside)
        wizard.press(.control("l"), .control("z"))
        #expect(wizard.asked() == ["redraw", "suspend"])
        wizard.press(letter: "f")
        #expect(wizard.asked() == ["log in: pkce, gke-prod, forced"])
        #expect(wizard.place == "waiting")
        wizard.hear(try Sample.preflight())
        wizard.press(letter: "d")
        #expect(wizard.asked() == ["log in: device, gke-prod, forced"])
    }

    @Test("the row of the allowlist says how it stands, and the browser waits until it is accepted")
    func allowlist() throws {
        var wizard = Self.waiting(.pkce(hint: nil), try Sample.preflight())
        #expect(wizard.text.contains("Allowlist asking Auth0 about this redirect URI"))
        wizard.hear(try Sample.allowlist(.unknown(answer: "it answered with status 429.")))
        #expect(wizard.text.contains("Allowlist ! not known: it answered with status 429."))
        wizard.hear(try Sample.allowlist(.rejected, holdsBrowser: true))
        #expect(wizard.text.contains("Allowlist ✗ Auth0 does not accept this redirect URI yet"))
        #expect(wizard.text.contains("Waiting for Auth0 to accept the redirect URI"))
        #expect(wizard.text.contains("o open anyway r copy redirect URI l copy link v paste callback URL"))
        wizard.press(letter: "l")
        #expect(
            wizard.asked() == ["copy https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings"])
        // The login opens the browser, so that it does so once.
        wizard.press(letter: "o")
        #expect(wizard.asked() == ["open anyway"])
        wizard.hear(.openingBrowser, .browserAsked(program: "xdg-open"))
        #expect(wizard.text.contains("✗ Auth0 does not accept this redirect URI yet"))
        #expect(wizard.text.contains("Browser asked xdg-open to open the sign-in page"))
        #expect(wizard.text.contains("Waiting for you to finish in the browser"))
        wizard.hear(try Sample.allowlist(.accepted))
        #expect(wizard.text.contains("Allowlist ✓ Auth0 accepts this redirect URI"))
        wizard.press(letter: "o")
        #expect(wizard.asked() == ["open https://acme.us.auth0.com/authorize?state=s1"])
    }

    @Test("where no browser opens, the panel says why, and U has the line for the port over SSH")
    func obstacle() throws {
        guard case .preflight(var preflight) = try Sample.preflight() else { return }
        preflight.obstacle = .ssh(SSHServer(connection: "198.51.100.4 52114 203.0.113.7 22"))
        var wizard = Self.waiting(.pkce(hint: nil), .preflight(preflight))
        #expect(wizard.text.contains("Browser not opened: You are here over SSH, where a browser would open on"))
        wizard.press(letter: "U")
        #expect(wizard.asked().first?.contains("|ssh -L 8765:127.0.0.1:8765 203.0.113.7|") == true)
    }

    @Test("another user than before is asked about: save, do not, or sign in as somebody else")
    func otherUser() throws {
        let change = UserChange(
            context: "gke-prod", saved: "you@example.com", arrived: "ops@example.com", canStartOver: true)
        func asking() throws -> AppDriver {
            Self.waiting(.pkce(hint: nil), .confirmUser(change))
        }
        var wizard = try asking()
        #expect(wizard.place == "question of another user")
        #expect(wizard.text.contains("Save the session of ops@example.com on this context?"))
        #expect(wizard.text.contains("Context 'gke-prod' was you@example.com's until now."))
        wizard.press(letter: "y")
        #expect(wizard.asked() == ["save the other user"])
        #expect(wizard.place == "waiting")
        wizard.hear(.loggedIn(try Sample.outcome()))
        #expect(wizard.place == "success")
        // Enter means no, and trying again asks who it is.
        wizard = try asking()
        wizard.press(.enter)
        #expect(wizard.asked() == ["do not save the other user"])
        wizard.fail(NoetlError(.wrongUser, what: "Nothing was saved."))
        wizard.press(letter: "r")
        #expect(wizard.asked() == ["log in: pkce, gke-prod, forced"])
        wizard = try asking()
        wizard.press(letter: "f")
        #expect(wizard.asked() == ["log in: pkce, gke-prod, forced"])
        wizard = try asking()
        wizard.press(.escape)
        #expect(wizard.asked() == ["cancel the login", "cancel the question"])
    }

    @Test("a callback URL is pasted, refused with a reason, and handed in")
    func callback() throws {
        var wizard = Self.waiting(.pkce(hint: nil), try Sample.preflight())
        wizard.press(letter: "v")
        #expect(wizard.place == "callback")
        #expect(wizard.text.contains("5:00 left"))
        wizard.enter("http://127.0.0.1:8765/callback?code=c1&state=other")
        guard case .handIn(let text) = wizard.lastEffect else {
            Issue.record("nothing was handed in")
            return
        }
        #expect(text == Secret("http://127.0.0.1:8765/callback?code=c1&state=other"))
        #expect(!wizard.text.contains("code=c1"))
        let problems: [(LoginReplies.PasteProblem, String)] = [
            (.stranger, "✗ This belongs to another login."),
            (.notTheRedirect, "This does not begin with http://127.0.0.1:8765/callback,"),
            (.malformed, "✗ There is neither a code nor an error in it."),
        ]
        for (problem, words) in problems {
            wizard.hear(.pasteRefused(problem))
            #expect(wizard.text.contains(words))
        }
        _ = wizard.asked()
        wizard.press(.enter)
        #expect(wizard.asked() == [])
        wizard.press(letter: "d")
        #expect(wizard.place == "callback")
        wizard.press(.enter)
        #expect(wizard.asked() == ["hand in"])
        wizard.press(.escape)
        #expect(wizard.place == "browser")
        // Pasting without asking for the field first is what people do.
        wizard.press(.paste("http://127.0.0.1:8765/callback?code=c1&state=s1"))
        #expect(wizard.place == "callback")
        wizard.press(.enter)
        #expect(wizard.asked() == ["hand in"])
    }

    @Test("keys of the device panel")
    func deviceKeys() throws {
        var wizard = Self.waiting(.device, try Sample.deviceCode())
        let address = "https://acme.us.auth0.com/activate?user_code=BDWP-HQPK"
        wizard.press(letter: "o")
        wizard.press(letter: "u")
        #expect(wizard.asked() == ["open \(address)", "copy \(address)"])
        wizard.take(.browser(.success("xdg-open")))
        #expect(wizard.text.contains("Browser: asked xdg-open to open the sign-in page"))
        #expect(wizard.text.contains("Waiting for you to enter the code"))
        wizard.press(letter: "U")
        #expect(
            wizard.asked() == [
                "print https://acme.us.auth0.com/activate|\(address)|BDWP-HQPK||Press any key to go back."
            ])
    }

    @Test("the last 30 seconds are a warning")
    func lastSeconds() throws {
        var wizard = Self.waiting(.pkce(hint: nil), try Sample.preflight())
        wizard.take(.tick(Sample.start + .seconds(269)))
        #expect(wizard.frame.style(row: 0, column: 74) == .strong)
        wizard.take(.tick(Sample.start + .seconds(270)))
        #expect(wizard.text.contains("! 0:30 left"))
        #expect(wizard.frame.style(row: 0, column: 74) == .warning)
        wizard.take(.tick(Sample.start + .seconds(301)))
        #expect(wizard.text.contains("! time is up"))
    }

    @Test("a timeout names the cause, repeats what to allowlist, and starts over with one key")
    func timeout() throws {
        var wizard = Self.waiting(.pkce(hint: nil), try Sample.preflight())
        wizard.fail(
            .callbackTimeout(
                window: .seconds(300), redirect: LoopbackRedirect(), application: try Sample.application()))
        for words in [
            "No callback arrived within 300 seconds.", "Redirect URI: http://127.0.0.1:8765/callback",
            "Did you remember to allowlist it?", "https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ",
            "r start over",
        ] {
            #expect(wizard.text.contains(words))
        }
        wizard.press(letter: "r")
        #expect(wizard.asked() == ["log in: pkce, gke-prod"])
    }

    @Test("a grant that the application does not allow shows where to allow it")
    func disabledGrant() throws {
        var wizard = Self.waiting(.device, try Sample.deviceCode())
        let refusal = Auth0Refusal(error: "unauthorized_client", description: "Grant type not allowed")
        wizard.fail(refusal.noetlError(for: .device, try Sample.application()))
        #expect(wizard.text.contains("This application does not allow the device code grant."))
        #expect(wizard.text.contains("https://manage.auth0.com/dashboard/us/acme"))
        wizard.press(letter: "U")
        #expect(wizard.asked().first?.contains("(https://manage.auth0.com/dashboard/us/acme/applications/") == true)
    }

    @Test("news of a login that is over is nothing")
    func staleNews() throws {
        var wizard = Self.waiting(.pkce(hint: nil), try Sample.preflight())
        let old = wizard.app.attempt
        wizard.press(letter: "d")
        wizard.take(
            .login(try Sample.preflight(), attempt: old), .loginFailed(.cancelled, attempt: old),
            .loginFailed(NoetlError(.network, what: "No."), attempt: old),
            .login(.loggedIn(try Sample.outcome()), attempt: old))
        #expect(wizard.place == "waiting")
        let running = wizard.app.attempt
        wizard.hear(.loggedIn(try Sample.outcome()))
        wizard.take(.loginFailed(NoetlError(.network, what: "No."), attempt: running))
        #expect(wizard.place == "success")
    }

    @Test("help lists every key that the last lines show, and goes when the screen changes")
    func help() throws {
        var wizards = [
            AppDriver(), AppDriver(.sample(flag: "gke-prod")), AppDriver(.sample(flag: "plain", mode: .device)),
            Self.waiting(.pkce(hint: nil), try Sample.preflight()), Self.waiting(.device, try Sample.deviceCode()),
        ]
        wizards.append(wizards[3])
        wizards[5].fail(NoetlError(.network, what: "No."))
        for var wizard in wizards {
            wizard.take(.resized(Size(rows: 40, columns: 120)))
            let shown = Set(
                wizard.frame.text.split(separator: "\n").suffix(2).joined(separator: " ").split(separator: " "))
            wizard.press(letter: "?")
            #expect(wizard.text.contains("· help"), "\(wizard.place)")
            let listed = Set(wizard.text.split(separator: " "))
            for key in ["o", "u", "r", "v", "d", "f", "U", "n", "/", "y", "m", "c", "esc", "^C", "enter"]
            where shown.contains(Substring(key)) {
                #expect(listed.contains(Substring(key)), "\(key) of \(wizard.place)")
            }
            wizard.press(.escape)
            #expect(!wizard.text.contains("· help"))
        }
        wizards[3].press(letter: "?")
        wizards[3].hear(.loggedIn(try Sample.outcome()))
        #expect(wizards[3].text.contains("Gateway login successful."))
        wizards[3].press(letter: "?")
        #expect(wizards[3].text.contains("Gateway login successful."))
    }
}
