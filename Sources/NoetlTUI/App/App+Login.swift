import Foundation
import NoetlCore

/// From what has been decided to a login, and its news.
extension App {
    /// Goes on to whatever is missing next, or starts the login. `earlier` is the plan that Esc goes back to.
    mutating func proceed(from earlier: Plan? = nil) -> [Effect] {
        guard let mode = plan.mode else {
            let options = ModeOptions.options(
                domain: plan.domain, clientID: plan.clientID, browserObstacle: settings.browserObstacle,
                last: plan.context.flatMap { lastModes[$0.name] })
            return go(to: .modes(ModeChooser(options, context: plan.title)), from: earlier)
        }
        if needsTenant(mode), !plan.knowsTenant {
            let form = MissingSettings(title: title, domain: plan.domain ?? "", clientID: plan.clientID ?? "")
            return go(to: .missing(form), from: earlier)
        }
        if !plan.hasOfferedSaving, let context = plan.context {
            return go(to: .question(savingQuestion(context), .saveMissing), from: earlier)
        }
        if isExposed { return go(to: .question(exposureQuestion, .exposure), from: earlier) }
        switch mode {
        case .password(let email) where plan.password == nil || email == nil:
            return go(to: .password(PasswordPrompt(context: plan.title, email: email ?? "")), from: earlier)
        case .proof(nil):
            let prompt = TokenPrompt(title: "\(title) · token", question: "Paste a token or the callback URL.")
            return go(to: .proof(prompt), from: earlier)
        default:
            if let earlier { trail.append(Step(screen: screen, plan: earlier)) }
            return startLogin()
        }
    }

    /// Starts the login that has been decided on; it takes the place of the screen that is shown.
    mutating func startLogin() -> [Effect] {
        guard let request = plan.request(from: settings.draft, realm: settings.realm) else { return [] }
        attempt += 1
        let text =
            switch request.mode {
            case .pkce: "Getting ready for the browser to come back"
            case .device: "Asking the tenant for a code"
            case .password: "Asking the tenant to check the password"
            case .token, .callbackURL: "Asking the gateway for a session"
            }
        screen = .waiting(WaitingPanel(title: title, text))
        return [.startLogin(request, attempt: attempt)]
    }

    mutating func press(_ key: Key, on form: MissingSettings) -> [Effect] {
        var form = form
        let answer = form.update(key)
        screen = .missing(form)
        switch answer {
        case .none: return []
        case .back: return back()
        case .submit(let domain, let clientID):
            let earlier = plan
            do throws(NoetlError) {
                plan.overrides.auth0Domain = try Auth0Domain(domain, from: "the form").description
            } catch {
                form.refuseDomain(error.why)
                screen = .missing(form)
                return []
            }
            plan.overrides.auth0ClientID = clientID
            plan.hasOfferedSaving = !settings.draft.savesSession
            return proceed(from: earlier)
        }
    }

    mutating func press(_ key: Key, on question: Question, about topic: Screen.Topic) -> [Effect] {
        let earlier = plan
        var question = question
        let answer = question.update(key, size: size)
        screen = .question(question, topic)
        switch (answer, topic) {
        case (.none, _): return []
        case (.back, _), (.no, .exposure), (.no, .replace): return back()
        case (.yes, .otherUser), (.no, .otherUser):
            // What becomes of it is news of the login.
            screen = .waiting(WaitingPanel(title: title, answer == .yes ? "Saving the session" : "Ending the login"))
            return [.saveOtherUser(answer == .yes)]
        case (.other, _):
            plan.forcesLogin = true
            return startLogin()
        case (.yes, .exposure):
            plan.allowsInsecureHTTP = true
            return proceed(from: earlier)
        case (.yes, .replace(let proposal, let old)):
            return [.write(.propose(proposal, name: old.name, over: old))]
        case (.no, .saveMissing):
            plan.hasOfferedSaving = true
            return proceed(from: earlier)
        case (.yes, .saveMissing):
            // What becomes of it decides where this goes on.
            guard let context = plan.context else { return [] }
            let change = ContextChange([
                .auth0Domain: .set(plan.domain ?? ""), .auth0ClientID: .set(plan.clientID ?? ""),
            ])
            return [.write(.save(change, name: context.name, isNew: false))]
        }
    }

    /// Takes up news of the login under way.
    mutating func hear(_ news: LoginEvent) {
        switch news {
        case .exposed: break
        case .preflight(let preflight): show(.pkce(panel(for: preflight)))
        case .deviceCode(let code): show(.device(panel(for: code)))
        case .allowlist(let news): hear(news)
        case .openingBrowser: hearOpening()
        case .browserAsked(let program): hear(.success(program))
        case .browserDidNotOpen(let reason): hear(.failure(BrowserFailure(reason)))
        case .turnedAway(let count): note("An answer of another login was turned away (\(count) so far).")
        case .pasteRefused(let problem): refusePaste(problem)
        case .polled(let result, let pause): hear(result, pause: pause)
        case .exchanging: show(.waiting(WaitingPanel(title: title, "Asking the gateway for a session")))
        // Where there is a person, they are asked.
        case .userChanged: break
        case .confirmUser(let change): show(.question(userQuestion(change), .otherUser))
        case .loggedIn(let outcome):
            trail = []
            if let context = outcome.savedContext {
                lastModes[context] = plan.request(from: settings.draft, realm: settings.realm)?.mode.kind
            }
            plan.password = nil
            show(.outcome(Outcome(success: outcome, at: wallClock, context: plan.title)))
            // Whatever else this login may say, it has succeeded.
            attempt += 1
        }
    }

    /// Shows a screen that nobody asked for with a key; help about the one before is over.
    private mutating func show(_ next: Screen) {
        screen = next
        help = nil
    }

    /// Shows that the login failed.
    mutating func show(failure error: NoetlError) {
        show(.outcome(Outcome(.failure(error), context: plan.title)))
        attempt += 1
        // Whoever did not want this user tries again as somebody else.
        if error.code == .wrongUser { plan.forcesLogin = true }
        // A password that was refused is not tried again unseen.
        plan.password = nil
    }

    /// What the header says.
    var title: String { "noetl login · \(plan.title)" }

    private mutating func go(to next: Screen, from earlier: Plan?) -> [Effect] {
        if let earlier { push(next, from: earlier) } else { screen = next }
        return []
    }

    private func needsTenant(_ mode: WizardSettings.Mode) -> Bool {
        if case .proof = mode { false } else { true }
    }

    private var isExposed: Bool {
        guard !plan.allowsInsecureHTTP, let text = plan.gateway else { return false }
        // An address that is none is the login's to complain about.
        return (try? ServerURL(text))?.isExposed ?? false
    }

    private var exposureQuestion: Question {
        Question(
            title: title, question: "Log in over an unencrypted connection?",
            reasons: [
                "The gateway is \(plan.gateway ?? "").",
                "Others on the network can read the session and use it in your name.",
            ], yes: "log in anyway", no: "go back", isYesDefault: false)
    }

    private func userQuestion(_ change: UserChange) -> Question {
        Question(
            title: title, question: "Save the session of \(change.arrived) on this context?",
            reasons: ["Context '\(change.context)' was \(change.saved)'s until now."], yes: "save", no: "do not save",
            isYesDefault: false,
            other: change.canStartOver ? .init("f", "other account", short: "other") : nil)
    }

    private func savingQuestion(_ context: Context) -> Question {
        Question(
            title: title, question: "Save these settings on context '\(context.name)'?",
            facts: [.init("Auth0 domain", plan.domain ?? ""), .init("Client ID", plan.clientID ?? "")],
            reasons: ["Otherwise they count for this login only."], yes: "save", no: "this login only",
            isYesDefault: true)
    }
}
