import Foundation
import NoetlCore

/// Makes a login request of the flags, and asks a person, or standard input, for what they leave open.
struct LoginAsker {
    let flags: LoginFlags
    let surroundings: Surroundings

    /// The mode that the flags choose.
    ///
    /// - Throws: `usage` for flags that exclude each other, and when no mode is chosen.
    func choice() throws(NoetlError) -> ModeChoice {
        let choice = try ModeChoice(flags)
        let course = flags.course
        try Amounts.check(course.sessionDurationHours, in: 1...8_760, flag: "--session-duration-hours")
        try Amounts.check(course.timeout, in: 1...86_400, flag: "--timeout")
        if let user = course.requireUser, !LoginInput.isEmail(user) { throw Self.noAddress(user) }
        if let port = flags.auth0Settings.pkcePort { try Amounts.check(port, in: 1...65_535, flag: "--pkce-port") }
        switch choice {
        case _ where flags.mode.interactive && !Console.isTerminal: throw Self.noTerminal
        case .none where !Console.isTerminal: throw Self.noMode
        case .password(email: nil) where !Console.isTerminal: throw Self.noEmail
        default: return choice
        }
    }

    /// The session that makes a login unnecessary under `--if-needed`.
    func session() async throws(NoetlError) -> SessionCheck.Alive? {
        let minimum = try flags.course.minValid.map { text throws(NoetlError) in
            try Amounts.duration(text, flag: "--min-valid")
        }
        let contexts = try surroundings.contexts.load()
        // A login that needs no context has no session to look at, and another gateway's session says nothing.
        let server = try flags.course.serverUrl.map { text throws(NoetlError) in try ServerURL(text) }
        let isLoose = server != nil && flags.course.noSave && surroundings.selection.name == nil
        let context =
            isLoose ? contexts.current.flatMap { contexts[$0] } : try surroundings.selection.resolve(in: contexts)
        guard let context else { return nil }
        if let server,
            try context.serverURL.map({ text throws(NoetlError) in try ServerURL(text, from: "the context").origin })
                != server.origin
        {
            return nil
        }
        let alive = try await SessionCheck(world: surroundings.world).session(
            of: context, for: minimum ?? .seconds(60), allowsInsecureHTTP: flags.course.insecureHttp)
        // The session of another user than required is none.
        guard let required = flags.course.requireUser else { return alive }
        return alive?.user.email?.lowercased() == required.lowercased() ? alive : nil
    }

    /// The request without what has still to be asked for.
    func draft(for choice: ModeChoice) throws(NoetlError) -> LoginRequest {
        let course = flags.course
        var request = LoginRequest(mode: draftMode(choice), context: surroundings.selection, overrides: overrides)
        request.opensBrowser = !course.noBrowserOpen
        request.savesSession = !course.noSave
        request.sessionHours = course.sessionDurationHours
        request.window = .seconds(course.timeout)
        request.forcesLogin = course.forceLogin
        request.allowsInsecureHTTP = course.insecureHttp
        request.probesAllowlist = !course.noProbe
        request.requiredUser = course.requireUser
        return request
    }

    /// The whole request: asks for email and password, reads standard input.
    func complete(_ draft: LoginRequest, for choice: ModeChoice) async throws(NoetlError) -> LoginRequest {
        var request = draft
        switch choice {
        case .password(let email):
            let user = if let email { email } else { try await askEmail() }
            request.mode = .password(
                email: user, password: try await password(), realm: flags.mode.realm)
        case .token(let given): request.mode = .token(try await value(of: given, prompt: "Token: ", warns: true))
        case .callbackURL(let given):
            request.mode = .callbackURL(try await value(of: given, prompt: "Callback URL: ", warns: false))
        case .pkce, .device, .none: break
        }
        return request
    }

    private func draftMode(_ choice: ModeChoice) -> LoginMode {
        switch choice {
        case .pkce(let hint): .pkce(loginHint: hint)
        case .device: .device
        case .password(let email): .password(email: email ?? "", password: Secret(""), realm: flags.mode.realm)
        case .token: .token(Secret(""))
        case .callbackURL: .callbackURL(Secret(""))
        // The wizard fills it in.
        case .none: .pkce(loginHint: nil)
        }
    }

    private var overrides: LoginRequest.Overrides {
        var overrides = LoginRequest.Overrides()
        let given = flags.auth0Settings
        overrides.serverURL = flags.course.serverUrl
        overrides.auth0Domain = given.auth0Domain
        overrides.auth0ClientID = given.auth0ClientId
        overrides.auth0RedirectURI = given.auth0RedirectUri
        overrides.auth0Audience = given.auth0Audience
        overrides.auth0ClientSecret =
            (given.auth0ClientSecret ?? surroundings.environment["NOETL_AUTH0_CLIENT_SECRET"]).map { Secret($0) }
        overrides.pkcePort = given.pkcePort
        return overrides
    }

    private func askEmail() async throws(NoetlError) -> String {
        let typed = try await HiddenInput.line("Email: ").trimmingCharacters(in: .whitespaces)
        guard LoginInput.isEmail(typed) else {
            throw NoetlError(
                .usage, what: "That is not an email address.",
                why: "'\(Redaction.cleaned(typed, limit: 60))' was given.",
                next: "Write it like you@example.com.")
        }
        return typed
    }

    private func password() async throws(NoetlError) -> Secret {
        let isAsked = HiddenInput.isTerminal
        let password = isAsked ? try await HiddenInput.secret("Password: ") : try await HiddenInput.firstLine()
        guard !password.isEmpty else {
            throw NoetlError(
                .usage, what: "There was no password.",
                why: isAsked ? "Nothing was typed." : "Standard input was empty.",
                next:
                    "Type it at the prompt, or pipe it in: printf %s \"$PASSWORD\" | noetl auth login ... --password-stdin"
            )
        }
        return password
    }

    private func value(of given: ModeChoice.Given, prompt: String, warns: Bool) async throws(NoetlError) -> Secret {
        switch given {
        case .stdin: return HiddenInput.isTerminal ? try await HiddenInput.secret(prompt) : try await HiddenInput.rest()
        case .argument(let secret, let flag):
            if warns {
                Console.warn(
                    "a token in the arguments of \(flag) can be read by others on this machine; --auth0-token - reads it from stdin."
                )
            }
            return secret
        }
    }
}

extension LoginAsker {
    private static let modes =
        "--browser-pkce, --browser, --auth0 <email> --password, --auth0-token -, --auth0-callback-url -"

    private static var noMode: NoetlError {
        NoetlError(
            .usage, what: "No login mode was given.", why: "The modes are: \(modes).",
            next: "On a machine with a browser: noetl auth login --browser-pkce")
    }

    private static var noTerminal: NoetlError {
        NoetlError(
            .usage, what: "--interactive needs a terminal.",
            why: "Standard input and standard error must be terminals.",
            next: "Use one of: \(modes)")
    }

    private static func noAddress(_ text: String) -> NoetlError {
        NoetlError(
            .usage, what: "The value of --require-user is not an email address.",
            why: "'\(Redaction.cleaned(text, limit: 60))' was given.", next: "Write it like you@example.com.")
    }

    private static var noEmail: NoetlError {
        NoetlError(
            .usage, what: "--password needs an email.", why: "There is no terminal to ask for it.",
            next: "Add it: noetl auth login --auth0 you@example.com --password")
    }
}
