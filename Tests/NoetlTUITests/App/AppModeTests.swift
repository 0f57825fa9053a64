import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Wizard: from the context to the outcome")
struct AppModeTests {
    @Test("browser")
    func browser() throws {
        var wizard = AppDriver()
        #expect(wizard.place == "picker")
        wizard.press(.enter)
        #expect(wizard.place == "modes")
        wizard.press(.enter)
        #expect(wizard.place == "waiting")
        #expect(wizard.asked() == ["log in: pkce, gke-prod"])
        wizard.hear(try Sample.preflight(), .browserAsked(program: "xdg-open"), .turnedAway(count: 1))
        #expect(wizard.place == "browser")
        #expect(wizard.text.contains("5:00 left"))
        #expect(wizard.text.contains("asked xdg-open to open the sign-in page"))
        #expect(wizard.text.contains("(1 so far)"))
        wizard.hear(try Sample.exchanging())
        #expect(wizard.place == "waiting")
        wizard.hear(.loggedIn(try Sample.outcome()))
        #expect(wizard.place == "success")
        for words in [
            "you@example.com", "https://gateway.acme.com", "69dd6f...2bc6", "(in 7h 59m)", "context 'gke-prod'",
        ] {
            #expect(wizard.text.contains(words))
        }
        #expect(!wizard.text.contains("69dd6f7c4a5b"))
        wizard.press(.enter)
        #expect(wizard.app.end == .loggedIn(try Sample.outcome()))
    }

    @Test("device code")
    func device() throws {
        var wizard = AppDriver()
        wizard.press(.enter, .down, .enter)
        #expect(wizard.asked() == ["log in: device, gke-prod"])
        wizard.hear(try Sample.deviceCode())
        #expect(wizard.place == "device")
        #expect(wizard.text.contains("15:00 left"))
        wizard.hear(.polled(.pending, pause: .seconds(5)))
        #expect(wizard.text.contains("Not entered yet; asking every 5 s"))
        wizard.hear(.polled(.unreachable, pause: .seconds(10)))
        #expect(wizard.text.contains("! The tenant could not be reached; asking every 10 s"))
        wizard.hear(.polled(.slowDown, pause: .seconds(15)))
        #expect(!wizard.text.contains("! "))
        wizard.hear(.loggedIn(try Sample.outcome()))
        #expect(wizard.place == "success")
    }

    @Test("password")
    func password() throws {
        var settings = WizardSettings.sample()
        settings.realm = "staff"
        var wizard = AppDriver(settings)
        wizard.press(.enter, .end, .enter)
        #expect(wizard.place == "password")
        wizard.press(.enter)
        #expect(wizard.text.contains("Type your email address first."))
        wizard.enter("you")
        wizard.enter("hunter2")
        #expect(wizard.text.contains("Type it like you@example.com."))
        wizard.press(.control("u"))
        wizard.enter("you@example.com\n")
        #expect(!wizard.text.contains("hunter2"))
        wizard.press(.enter)
        #expect(wizard.asked() == ["log in: password you@example.com of 7 in staff, gke-prod"])
        wizard.hear(try Sample.exchanging(), .loggedIn(try Sample.outcome()))
        #expect(wizard.place == "success")
        #expect(wizard.app.plan.password == nil)
    }

    @Test("token, and callback URL")
    func proof() throws {
        var wizard = AppDriver()
        wizard.press(.enter, .down, .down, .enter)
        #expect(wizard.place == "token")
        wizard.enter("nonsense")
        #expect(wizard.text.contains("✗ This is neither a token nor a callback URL."))
        #expect(wizard.asked() == [])
        wizard.press(.control("u"))
        // {"email":"you@example.com","exp":1795490000}
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJlbWFpbCI6InlvdUBleGFtcGxlLmNvbSIsImV4cCI6MTc5NTQ5MDAwMH0.c2ln"
        wizard.press(.paste(token + "\n"))
        #expect(wizard.text.contains("✓ ID token for you@example.com, expires in 9h"))
        #expect(!wizard.text.contains("eyJ"))
        wizard.press(.enter)
        #expect(wizard.asked() == ["log in: token, gke-prod"])
        wizard.press(.escape, .control("u"))
        wizard.enter("https://app.acme.com/login#id_token=\(token)")
        #expect(wizard.asked().last == "log in: callback, gke-prod")
    }

    @Test(
        "the mode that last worked is preselected and says so, where it can work; never the password",
        arguments: [
            (.device, nil, "device"), (.token, nil, "token"), (.callbackURL, nil, "token"), (.pkce, nil, "pkce"),
            (.password, nil, "pkce"), (.pkce, "No display.", "device"), (.token, "No display.", "token"),
        ] as [(LoginMode.Kind, String?, String)])
    func lastMode(_ last: LoginMode.Kind, _ obstacle: String?, _ preselected: String) {
        var settings = WizardSettings.sample(flag: "gke-prod")
        settings.lastModes = ["gke-prod": last, "bare": .token]
        settings.browserObstacle = obstacle
        var wizard = AppDriver(settings)
        let isRemembered = preselected == (last == .callbackURL ? "token" : last.rawValue)
        #expect(wizard.text.contains("It worked last time.") == isRemembered)
        wizard.press(.enter)
        #expect(
            preselected == "token" ? wizard.place == "token" : wizard.asked() == ["log in: \(preselected), gke-prod"])
    }

    @Test("a mode that lacks a setting is not what is preselected for having worked once")
    func lastModeMissing() {
        var settings = WizardSettings.sample(flag: "bare")
        settings.lastModes = ["bare": .device]
        let wizard = AppDriver(settings)
        #expect(!wizard.text.contains("It worked last time."))
    }

    @Test("a login in this wizard is remembered in it")
    func lastModeOfThisRun() throws {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.hear(try Sample.deviceCode(), .loggedIn(try Sample.outcome()))
        #expect(wizard.app.lastModes == ["gke-prod": .device])
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.hear(try Sample.deviceCode(), .loggedIn(try Sample.outcome(savedOn: nil)))
        #expect(wizard.app.lastModes.isEmpty)
    }

    @Test("what is missing is asked, offered to be saved, and then known")
    func missing() throws {
        var wizard = AppDriver()
        wizard.press(.down, .enter)
        #expect(wizard.text.contains("No Auth0 domain and no client ID yet; you are asked for them."))
        wizard.press(.enter)
        #expect(wizard.place == "missing settings")
        wizard.press(.enter, .enter)
        #expect(wizard.text.contains("Type the tenant's host"))
        wizard.enter("acme.us.auth0.com/x")
        wizard.enter("  Abc123XYZ ")
        #expect(wizard.text.contains("! 'acme.us.auth0.com/x' is not a host name."))
        wizard.press(.backspace, .backspace, .enter, .enter)
        #expect(wizard.place == "question of saving")
        #expect(wizard.text.contains("Save these settings on context 'bare'?"))
        wizard.press(.enter)
        #expect(wizard.asked() == ["change bare: auth0ClientID auth0Domain"])
        let saved = Context(
            name: "bare", serverURL: "https://gateway.bare.com",
            auth0: Auth0Settings(domain: "acme.us.auth0.com", clientID: "Abc123XYZ"))
        wizard.take(
            .written(
                .save(ContextChange(), name: "bare", isNew: true), .written(Contexts(current: "bare", all: [saved]))))
        #expect(wizard.asked() == ["log in: pkce, bare, acme.us.auth0.com, Abc123XYZ"])
        #expect(wizard.app.plan.context == saved)
    }

    @Test("what is missing need not be saved, and a failed save says so and lets go on")
    func missingUnsaved() throws {
        var wizard = AppDriver(.sample(flag: "bare", mode: .device))
        wizard.enter("acme.us.auth0.com")
        wizard.enter("Abc123XYZ")
        wizard.press(letter: "y")
        _ = wizard.asked()
        let error = NoetlError(.configUnwritable, what: "Nothing was saved.", why: "The disk is full.")
        wizard.take(.written(.save(ContextChange(), name: "bare", isNew: true), .failed(error)))
        #expect(wizard.place == "question of saving")
        #expect(wizard.text.contains("! Not saved: The disk is full."))
        wizard.press(letter: "n")
        #expect(wizard.asked() == ["log in: device, bare, acme.us.auth0.com, Abc123XYZ"])
    }

    @Test("nothing is offered to be saved where nothing is to be saved")
    func missingWithoutSaving() throws {
        var wizard = AppDriver(.sample(flag: "bare", mode: .device) { $0.savesSession = false })
        wizard.enter("acme.us.auth0.com")
        wizard.enter("Abc123XYZ")
        #expect(wizard.asked() == ["log in: device, bare, acme.us.auth0.com, Abc123XYZ"])
    }

    @Test("an unencrypted gateway is a question whose answer is no")
    func exposed() throws {
        var wizard = AppDriver()
        wizard.press(.end, .enter, .enter)
        #expect(wizard.place == "question of exposure")
        #expect(wizard.text.contains("http://gateway.plain.com"))
        wizard.press(.enter)
        #expect(wizard.place == "modes")
        wizard.press(.enter)
        wizard.press(letter: "y")
        #expect(wizard.asked().last == "log in: pkce, plain, unencrypted")
        // Going back takes the permission back.
        wizard.press(.escape)
        #expect(wizard.place == "question of exposure")
        #expect(!wizard.app.plan.allowsInsecureHTTP)
    }

    @Test("a permission for one gateway is none for another")
    func exposedTwice() throws {
        var wizard = AppDriver(.sample(flag: "plain", mode: .device))
        wizard.press(letter: "y")
        wizard.fail(NoetlError(.network, what: "The gateway could not be reached."))
        wizard.press(letter: "c")
        #expect(wizard.place == "picker")
        wizard.press(.end, .enter)
        #expect(wizard.place == "question of exposure")
    }
}

@Suite("Wizard: what flags said already")
struct AppFlagTests {
    @Test("U shows whole what the columns of the contexts may cut")
    func wholeContext() {
        var wizard = AppDriver()
        wizard.press(letter: "U")
        #expect(
            wizard.asked() == ["print gke-prod|https://gateway.acme.com|acme.us.auth0.com||Press any key to go back."])
        #expect(wizard.app.isOutside)
        wizard.press(letter: "n")
        #expect(!wizard.app.isOutside && wizard.place == "picker")
    }

    @Test("a context skips the picker, a mode the chooser")
    func skips() {
        #expect(AppDriver(.sample(flag: "gke-prod")).place == "modes")
        #expect(AppDriver(.sample(mode: .device)).place == "picker")
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .pkce(hint: "you@example.com")))
        #expect(wizard.place == "waiting")
        #expect(wizard.asked() == ["log in: pkce as you@example.com, gke-prod"])
        wizard = AppDriver(.sample(mode: .device))
        wizard.press(.enter)
        #expect(wizard.asked() == ["log in: device, gke-prod"])
    }

    @Test("an email is filled in, a token is asked for or taken")
    func details() {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: .password(email: "you@example.com")))
        #expect(wizard.place == "password")
        wizard.enter("hunter2")
        #expect(wizard.asked() == ["log in: password you@example.com of 7, gke-prod"])
        #expect(AppDriver(.sample(flag: "gke-prod", mode: .proof(nil))).place == "token")
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .proof(Secret("a.b.c"))))
        #expect(wizard.asked() == ["log in: token, gke-prod"])
    }

    @Test("addresses in place of a context")
    func addresses() {
        let settings = WizardSettings.sample(mode: .device) {
            $0.savesSession = false
            $0.overrides.serverURL = "https://other.acme.com"
            $0.overrides.auth0Domain = "other.us.auth0.com"
            $0.overrides.auth0ClientID = "Other"
        }
        var wizard = AppDriver(settings)
        #expect(wizard.asked() == ["log in: device, https://other.acme.com, other.us.auth0.com, Other"])
        #expect(wizard.text.contains("noetl login · https://other.acme.com"))
        wizard.fail(NoetlError(.network, what: "The gateway could not be reached."))
        wizard.press(letter: "c")
        wizard.press(.enter)
        #expect(wizard.asked() == ["log in: device, gke-prod"])
    }

    @Test("NOETL_CONTEXT and the current context are where the cursor is")
    func cursor() {
        var settings = WizardSettings.sample(mode: .proof(Secret("a.b.c")))
        settings.draft.context = ContextSelection(flag: nil, environment: Environment(["NOETL_CONTEXT": "bare"]))
        var wizard = AppDriver(settings)
        wizard.press(.enter)
        #expect(wizard.asked() == ["log in: token, bare"])
    }

    @Test("permissions and another account are taken over")
    func permissions() {
        var wizard = AppDriver(
            .sample(flag: "plain", mode: .pkce(hint: nil)) {
                $0.allowsInsecureHTTP = true
                $0.forcesLogin = true
            })
        #expect(wizard.asked() == ["log in: pkce, plain, forced, unencrypted"])
    }
}
