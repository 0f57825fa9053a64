import ArgumentParser
import NoetlCore

/// The flags of `auth login`.
struct LoginFlags: ParsableArguments {
    @OptionGroup(title: "Modes") var mode: ModeFlags
    @OptionGroup(title: "Auth0 settings, instead of the context's") var auth0Settings: Auth0OverrideFlags
    @OptionGroup(title: "How it goes") var course: LoginCourseFlags
}

/// How the proof of who somebody is gets here: exactly one of them.
struct ModeFlags: ParsableArguments {
    @Flag(
        name: [.customLong("browser-pkce"), .customLong("pkce")],
        help: "Log in in the browser, with a callback to this machine.")
    var browserPkce = false

    @Flag(help: "Log in with a code that is entered in any browser, on any device.")
    var browser = false

    @Option(
        help: ArgumentHelp(
            "An email, a token or a callback URL; which one is seen from its shape.", valueName: "email|token|url"))
    var auth0: String?

    @Flag(help: "Log in with the password of --auth0 <email>; it is asked for, or read from stdin.")
    var password = false

    @Flag(help: "Read the password from stdin; implies --password.")
    var passwordStdin = false

    @Option(
        help: ArgumentHelp("Auth0 connection for the password (its database or directory).", valueName: "connection"))
    var realm: String?

    @Option(help: ArgumentHelp("Log in with this Auth0 ID or access token; '-' reads stdin.", valueName: "token"))
    var auth0Token: String?

    @Option(help: ArgumentHelp("Log in with the token in this callback URL; '-' reads stdin.", valueName: "url"))
    var auth0CallbackUrl: String?

    @Flag(name: [.customLong("interactive"), .customShort("i")], help: "Open the full-screen login.")
    var interactive = false

    @Flag(help: "Ask line by line instead, for screen readers and simple terminals (env NOETL_PLAIN=1).")
    var plain = false
}

/// Settings of the Auth0 application for one login.
struct Auth0OverrideFlags: ParsableArguments {
    @Option(help: ArgumentHelp("The tenant, like acme.us.auth0.com.", valueName: "domain"))
    var auth0Domain: String?

    @Option(help: ArgumentHelp("The application's client ID.", valueName: "id"))
    var auth0ClientId: String?

    @Option(help: ArgumentHelp("Where the browser comes back to: http, loopback, with a port.", valueName: "url"))
    var auth0RedirectUri: String?

    @Option(help: ArgumentHelp("The API that access tokens are for.", valueName: "audience"))
    var auth0Audience: String?

    @Option(help: ArgumentHelp("For applications that want one (env NOETL_AUTH0_CLIENT_SECRET).", valueName: "secret"))
    var auth0ClientSecret: String?

    @Option(help: ArgumentHelp("Port of the callback (default: 8765).", valueName: "port"))
    var pkcePort: Int?
}

/// How a login goes, and what becomes of its session.
struct LoginCourseFlags: ParsableArguments {
    @Flag(help: "Show the address only; open no browser.")
    var noBrowserOpen = false

    @Flag(help: "Do not ask Auth0 beforehand whether it accepts the redirect URI.")
    var noProbe = false

    @Flag(help: "Show the address of a device login as a QR code too, for a phone.")
    var qr = false

    @Option(help: ArgumentHelp("Gateway to log in to, instead of the context's.", valueName: "url"))
    var serverUrl: String?

    @Option(help: ArgumentHelp("How long the session shall live.", valueName: "n"))
    var sessionDurationHours = 8

    @Option(help: ArgumentHelp("How long to wait for the browser's callback.", valueName: "seconds"))
    var timeout = 300

    @Flag(help: "Do not save the session on the context.")
    var noSave = false

    @Flag(help: "Do nothing when the context's session is still valid.")
    var ifNeeded = false

    @Option(
        help: ArgumentHelp(
            "How long it must still be valid for --if-needed: 90s, 30m, 2h (default: 60s).", valueName: "duration"))
    var minValid: String?

    @Flag(help: "Make Auth0 ask who you are, even with a session in the browser.")
    var forceLogin = false

    @Option(help: ArgumentHelp("Save nothing unless this user signs in.", valueName: "email"))
    var requireUser: String?

    @Flag(help: "Allow a gateway on plain http that is not on this machine.")
    var insecureHttp = false

    @Flag(name: .shortAndLong, help: "Print one JSON object on stdout and nothing else there.")
    var json = false

    @Flag(name: .shortAndLong, help: "Leave out progress and the export lines.")
    var quiet = false
}
