import Foundation
import NoetlCore
import NoetlTUI

/// What is asked before a login, in the order of the full screen.
extension PlainLogin {
    private enum Pick {
        case known(Context)
        case new
    }

    /// The context that a flag names, else the one that is chosen; nil when the flags need none.
    func firstContext() async throws(NoetlError) -> Context? {
        if settings.needsNoContext { return nil }
        if settings.draft.context.source == .flag { return try settings.draft.context.resolve(in: settings.contexts) }
        return try await chooseContext()
    }

    /// Asks which context; where there is none, for the first.
    func chooseContext() async throws(NoetlError) -> Context {
        let contexts = try store.load()
        guard !contexts.all.isEmpty else {
            Console.note("There is no context yet, so the first one is made from the address of a gateway.")
            return try await newContext(beside: contexts)
        }
        let now = settings.draft.context.name ?? contexts.current
        let text = ContextText()
        var answers = contexts.all.map { context in
            let words = [
                context.name, context.serverURL ?? "no gateway", text.session(context.session) ?? "no session",
            ]
            let line = words.map { Redaction.cleaned($0) } + (context.name == contexts.current ? ["current"] : [])
            return PlainQuestion.Answer(line: line.joined(separator: ", "), value: Pick.known(context))
        }
        answers.append(.init(line: "A new context, from the address of a gateway", value: .new))
        let pick = try await PlainQuestion.choose(
            "Which context do you want to log in to?", answers,
            preset: contexts.all.firstIndex { $0.name == now } ?? 0)
        switch pick {
        case .known(let context): return context
        case .new: return try await newContext(beside: contexts)
        }
    }

    /// Asks for whatever is missing of the request.
    func request(for target: inout Target) async throws(NoetlError) -> LoginRequest {
        let mode = if let known = target.mode { known } else { try await chooseMode(for: target) }
        target.mode = mode
        if case .proof = mode {} else { try await askForTenant(of: &target) }
        try await askAboutExposure(of: &target)
        let loginMode: LoginMode
        switch mode {
        case .pkce(let hint): loginMode = .pkce(loginHint: hint)
        case .device: loginMode = .device
        case .password(let known):
            let email = try await PlainQuestion.text("Email", preset: known ?? "") {
                LoginInput.isEmail($0) ? nil : "Type it like you@example.com."
            }
            target.mode = .password(email: email)
            let password = try await PlainQuestion.secret("Password", problem: "Type your password.")
            loginMode = .password(email: email, password: password, realm: settings.realm)
        case .proof(let given):
            // Once: what was refused is not tried again unseen.
            target.mode = .proof(nil)
            loginMode = try await proof(given)
        }
        return draft(for: target, mode: loginMode)
    }

    private func chooseMode(for target: Target) async throws(NoetlError) -> WizardSettings.Mode {
        let offered = ModeOptions.options(
            domain: target.domain, clientID: target.clientID, browserObstacle: settings.browserObstacle,
            last: target.context.flatMap { store.lastModes[$0.name] })
        let options = offered.filter { $0.obstacle == nil } + offered.filter { $0.obstacle != nil }
        let answers = options.map { option in
            let words = [option.title + ".", option.obstacle ?? option.purpose, option.recommendation ?? ""]
            let isPossible = option.obstacle == nil || option.canBeHelped
            return PlainQuestion.Answer(
                line: words.filter { !$0.isEmpty }.joined(separator: " "),
                value: isPossible ? ModeOptions.mode(option.id) : nil)
        }
        return try await PlainQuestion.choose(
            "How do you want to log in?", answers, preset: options.firstIndex { $0.recommendation != nil })
    }

    /// What the context does not say of the application, which can be saved on it.
    private func askForTenant(of target: inout Target) async throws(NoetlError) {
        guard (target.domain ?? "").isEmpty || (target.clientID ?? "").isEmpty else { return }
        Console.note("Both are on the application's page: Auth0 dashboard, Applications, Settings.")
        let domain = try await PlainQuestion.text("Auth0 domain", preset: target.domain ?? "") { text in
            do throws(NoetlError) {
                _ = try Auth0Domain(text, from: "your answer")
                return nil
            } catch {
                return error.why
            }
        }
        target.overrides.auth0Domain = try Auth0Domain(domain, from: "your answer").description
        target.overrides.auth0ClientID = try await PlainQuestion.text("Client ID", preset: target.clientID ?? "") {
            $0.isEmpty || $0.contains(where: \.isWhitespace) ? "Type the client ID, which has no blanks." : nil
        }
        guard let context = target.context, settings.draft.savesSession,
            try await PlainQuestion.isYes(
                "Save both on context '\(Redaction.cleaned(context.name))'?", preset: true)
        else { return }
        let change = ContextChange([
            .auth0Domain: .set(target.domain ?? ""), .auth0ClientID: .set(target.clientID ?? ""),
        ])
        target.context = try await offPool { [store] () throws(NoetlError) in
            try store.edit { file throws(NoetlError) in
                try file.apply(change, to: context.name)
                return file.contexts[context.name]
            }
        }
    }

    /// Whether the session may cross a network unencrypted; to say no is to leave.
    private func askAboutExposure(of target: inout Target) async throws(NoetlError) {
        // An address that is none is the login's to complain about.
        guard !target.allowsInsecureHTTP, let text = target.gateway, (try? ServerURL(text))?.isExposed ?? false
        else { return }
        Console.note("The gateway is \(Redaction.cleaned(text)), which is not encrypted.")
        Console.note("Others on the network can read the session and use it in your name.")
        guard try await PlainQuestion.isYes("Log in over an unencrypted connection?", preset: false) else {
            throw .cancelled
        }
        target.allowsInsecureHTTP = true
    }

    private func proof(_ given: Secret?) async throws(NoetlError) -> LoginMode {
        var given = given
        while true {
            let text =
                if let given { given } else {
                    try await PlainQuestion.secret(
                        "Token or callback URL", problem: "Paste a token or the callback URL.")
                }
            given = nil
            if case .unusable(let reason) = PastedProof(text) {
                Console.note(reason)
                continue
            }
            if case .callbackURL(let address) = LoginInput(inferring: text.reveal()) { return .callbackURL(address) }
            return .token(text)
        }
    }
}
