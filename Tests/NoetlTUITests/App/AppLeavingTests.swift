import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Wizard: going back and leaving")
struct AppLeavingTests {
    private static let failure = NoetlError(
        .auth0Error, what: "Wrong email or password.", next: "Try again, or reset the password in the browser.")

    @Test("Esc goes back screen by screen, and cancels a login under way")
    func back() throws {
        var wizard = AppDriver()
        wizard.press(.enter, .enter)
        wizard.hear(try Sample.preflight())
        _ = wizard.asked()
        wizard.press(.escape)
        #expect(wizard.asked() == ["cancel the login", "cancel the question"])
        #expect(wizard.place == "modes")
        wizard.press(.escape)
        #expect(wizard.place == "picker")
        wizard.press(.escape)
        #expect(wizard.app.end == .left)
        // Nothing happens after the end.
        wizard.press(.enter)
        #expect(wizard.place == "picker")
    }

    @Test("Esc on what a flag made the first screen leaves")
    func firstScreen() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.hear(try Sample.deviceCode())
        _ = wizard.asked()
        wizard.press(.escape)
        #expect(wizard.app.end == .left)
        #expect(wizard.asked().first == "cancel the login")
    }

    @Test("Ctrl-C leaves from every screen, also from help, a filter, a field and outside the full screen")
    func interrupt() throws {
        var wizards = [
            AppDriver(), AppDriver(.sample(Contexts())), AppDriver(.sample(flag: "gke-prod")),
            AppDriver(.sample(flag: "bare", mode: .device)), AppDriver(.sample(flag: "plain", mode: .device)),
            AppDriver(.sample(flag: "gke-prod", mode: .password(email: nil))),
            AppDriver(.sample(flag: "gke-prod", mode: .proof(nil))),
            AppDriver(.sample(flag: "gke-prod", mode: .device)),
            AppDriver(.sample(flag: "gke-prod", mode: .pkce(hint: nil))), AppDriver(), AppDriver(), AppDriver(),
        ]
        wizards[8].hear(try Sample.preflight())
        wizards[8].press(letter: "U")
        wizards[9].press(letter: "?")
        wizards[10].press(letter: "/")
        wizards[11].take(.resized(Size(rows: 3, columns: 10)))
        for var wizard in wizards {
            #expect(wizard.app.end == nil)
            wizard.press(.control("c"))
            #expect(wizard.app.end == .left, "\(wizard.place)")
        }
    }

    @Test("below the smallest size nothing but Ctrl-C counts, and what was typed is there again afterwards")
    func tooSmall() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .password(email: nil)))
        wizard.press(.paste("you@example.com"))
        wizard.take(.resized(Size(rows: 11, columns: 80)))
        #expect(wizard.text == "Too small: noetl needs 40x12.")
        wizard.press(.escape, .enter, .character("x"))
        wizard.take(.resized(Size(rows: 12, columns: 40)))
        #expect(wizard.text.contains("Email you@example.com Password"))
    }

    @Test("keys of a failure")
    func failureKeys() throws {
        var wizard = AppDriver()
        wizard.press(.enter, .down, .enter)
        wizard.fail(Self.failure)
        #expect(wizard.place == "failure")
        _ = wizard.asked()
        wizard.press(letter: "r")
        #expect(wizard.asked() == ["log in: device, gke-prod"])
        wizard.fail(Self.failure)
        wizard.press(letter: "m")
        #expect(wizard.place == "modes")
        wizard.press(.escape)
        #expect(wizard.place == "picker")
        wizard.press(.enter, .enter)
        wizard.fail(Self.failure)
        wizard.press(letter: "c")
        #expect(wizard.place == "picker")
        wizard.press(.enter, .enter)
        wizard.fail(Self.failure)
        wizard.press(.escape)
        #expect(wizard.place == "modes")
    }

    @Test("from a failure of what the flags said, Esc leads to the modes and from there out")
    func failureOfFlags() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.fail(Self.failure)
        wizard.press(.escape)
        #expect(wizard.place == "modes")
        wizard.press(.escape)
        #expect(wizard.app.end == .left)
    }

    @Test("a refused password is typed again, the address is not", arguments: [Key.character("r"), .enter, .escape])
    func refusedPassword(key: Key) throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .password(email: nil)))
        wizard.enter("you@example.com")
        wizard.enter("hunter2")
        wizard.fail(Self.failure)
        _ = wizard.asked()
        wizard.press(key)
        #expect(wizard.place == "password")
        #expect(wizard.text.contains("you@example.com"))
        #expect(!wizard.text.contains("•"))
        wizard.enter("other")
        #expect(wizard.asked().last == "log in: password you@example.com of 5, gke-prod")
    }

    @Test("how it ended")
    func endings() throws {
        let success = WizardEnd.loggedIn(try Sample.outcome())
        let keys: [Key] = [.enter, .escape, .control("c"), .character("q")]
        for key in keys {
            var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
            wizard.hear(.loggedIn(try Sample.outcome()))
            wizard.press(.character("m"), .character("r"), .character("c"))
            #expect(wizard.place == "success")
            wizard.press(key)
            #expect(wizard.app.end == success)
        }
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.hear(.loggedIn(try Sample.outcome()))
        wizard.take(.terminate(signal: 15))
        #expect(wizard.app.end == success)
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.fail(Self.failure)
        wizard.press(.control("c"))
        #expect(wizard.app.end == .failed(Self.failure))
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.take(.terminate(signal: 15))
        #expect(wizard.app.end == .signalled(15))
    }
}
