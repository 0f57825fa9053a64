import NoetlCore

/// Which mode the flags of `auth login` choose, before anybody was asked for a secret.
enum ModeChoice: Equatable {
    case pkce(loginHint: String?)
    case device
    case password(email: String?)
    case token(Given)
    case callbackURL(Given)
    /// No flag chose.
    case none

    /// A value in argv, or `-` for standard input.
    enum Given: Equatable {
        case argument(Secret, flag: String)
        case stdin
    }

    /// Reads the choice.
    ///
    /// - Throws: `usage` for modes that exclude each other, naming both flags, and for a value of no known shape.
    init(_ flags: LoginFlags) throws(NoetlError) {
        try Self.refuseTwoModes(flags)
        let input = try Self.input(of: flags)
        let wantsPassword = flags.mode.password || flags.mode.passwordStdin
        if let text = flags.mode.auth0Token {
            self = .token(Self.given(text, flag: "--auth0-token"))
        } else if let text = flags.mode.auth0CallbackUrl {
            self = .callbackURL(Self.given(text, flag: "--auth0-callback-url"))
        } else if case .token(let token) = input {
            self = .token(.argument(token, flag: "--auth0"))
        } else if case .callbackURL(let address) = input {
            self = .callbackURL(.argument(address, flag: "--auth0"))
        } else if wantsPassword {
            self = .password(email: Self.email(input))
        } else if flags.mode.browser {
            self = .device
        } else if flags.mode.browserPkce || Self.email(input) != nil {
            self = .pkce(loginHint: Self.email(input))
        } else {
            self = .none
        }
        try refuseStrayFlags(flags)
    }

    private static func given(_ text: String, flag: String) -> Given {
        text == "-" ? .stdin : .argument(Secret(text), flag: flag)
    }

    private static func email(_ input: LoginInput?) -> String? {
        if case .email(let address) = input { address } else { nil }
    }

    private static func input(of flags: LoginFlags) throws(NoetlError) -> LoginInput? {
        guard let text = flags.mode.auth0 else { return nil }
        guard let input = LoginInput(inferring: text) else { throw .unrecognisedInput }
        let modes = named(flags)
        switch input {
        case .email:
            let allowed: Set = ["--browser-pkce", "--password", "--password-stdin"]
            if let other = modes.first(where: { !allowed.contains($0) }) {
                throw exclusive("--auth0 <email>", other)
            }
        case .token:
            if let other = modes.first { throw exclusive("--auth0 <token>", other) }
        case .callbackURL:
            if let other = modes.first { throw exclusive("--auth0 <url>", other) }
        }
        return input
    }

    /// The mode flags that are there, `--auth0` aside.
    private static func named(_ flags: LoginFlags) -> [String] {
        let all = [
            ("--browser-pkce", flags.mode.browserPkce), ("--browser", flags.mode.browser),
            ("--password-stdin", flags.mode.passwordStdin),
            ("--password", flags.mode.password && !flags.mode.passwordStdin),
            ("--auth0-token", flags.mode.auth0Token != nil),
            ("--auth0-callback-url", flags.mode.auth0CallbackUrl != nil),
        ]
        return all.filter(\.1).map(\.0)
    }

    private static func refuseTwoModes(_ flags: LoginFlags) throws(NoetlError) {
        let stdin = [
            ("--auth0-token -", flags.mode.auth0Token == "-"),
            ("--auth0-callback-url -", flags.mode.auth0CallbackUrl == "-"),
            ("--password-stdin", flags.mode.passwordStdin),
        ].filter(\.1).map(\.0)
        if stdin.count > 1 {
            throw NoetlError(
                .usage, what: "\(stdin[0]) and \(stdin[1]) both read standard input.", why: "It can be read only once.",
                next: "Leave one of them out.")
        }
        let modes = named(flags)
        if modes.count > 1 { throw exclusive(modes[0], modes[1]) }
    }

    private static func exclusive(_ one: String, _ other: String) -> NoetlError {
        NoetlError(
            .usage, what: "\(one) and \(other) cannot be used together.", why: "A login has exactly one mode.",
            next: "Leave one of them out; see: noetl auth login --help")
    }

    /// Flags that only mean something in another mode.
    private func refuseStrayFlags(_ flags: LoginFlags) throws(NoetlError) {
        if flags.mode.realm != nil, !isPassword, !flags.mode.interactive {
            throw Self.stray("--realm", needs: "--auth0 <email> --password")
        }
        if flags.course.qr, self != .device, self != .none, !flags.mode.interactive {
            throw Self.stray("--qr", needs: "--browser")
        }
        if flags.course.minValid != nil, !flags.course.ifNeeded {
            throw Self.stray("--min-valid", needs: "--if-needed")
        }
    }

    private var isPassword: Bool { if case .password = self { true } else { false } }

    private static func stray(_ flag: String, needs: String) -> NoetlError {
        NoetlError(
            .usage, what: "\(flag) has no effect here.", why: "It belongs to \(needs).",
            next: "Add \(needs), or leave \(flag) out.")
    }
}
