import NoetlCore

/// What `noetl help` explains beside the commands; the README has the same tables.
enum HelpTopic: String, CaseIterable {
    case environment
    case exitCodes = "exit-codes"

    /// The topic that these arguments ask for.
    init?(argv: [String]) {
        guard argv.count == 2, argv[0] == "help" else { return nil }
        self.init(rawValue: argv[1])
    }

    /// A name and what it means.
    typealias Row = (name: String, meaning: String)

    /// The whole text.
    var text: String {
        switch self {
        case .environment:
            """
            Variables that noetl reads. A flag wins over its variable, and a variable over
            the context; an empty one counts as unset.

            \(Self.list(Self.variables))
            """
        case .exitCodes:
            """
            Exit statuses, for scripts:

            \(Self.list(Self.statuses))

            With --json a failure prints {"error":{"code","message","reason","hint"}} with
            one of these codes:

            \(Self.list(Self.codes))
            """
        }
    }

    /// The environment.
    static let variables: [Row] = [
        ("NOETL_CONFIG", "the config file, instead of ~/.noetl/config.yaml"),
        ("NOETL_CONTEXT", "the context to work on"),
        ("NOETL_SESSION_TOKEN", "the session for requests, before the context's"),
        ("NOETL_AUTH0_CLIENT_SECRET", "the client secret for logins"),
        ("NOETL_USE_GATEWAY", "1: the server is a gateway, whatever the context says"),
        ("NOETL_CA_FILE", "certificate authorities to trust beside the system's (PEM)"),
        ("SSL_CERT_FILE", "certificate authorities to trust instead of the system's (PEM)"),
        (
            "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
            "proxies, also in lower case; this machine is never proxied"
        ),
        ("BROWSER", "the browser command; %s stands for the address"),
        ("NOETL_DEBUG", "1: trace requests, timings and decisions to stderr, never a secret"),
        ("NOETL_MOUSE", "1: the full screen uses the mouse from the start"),
        ("NO_COLOR, CLICOLOR", "any value, or 0: no colour"),
        ("NOETL_PLAIN", "1: the login asks line by line, without a full screen"),
        ("TERM", "the terminal's type, for colour and the full screen; without one that is known, as NOETL_PLAIN"),
    ]

    /// The statuses that a process ends with.
    static let statuses: [Row] = [
        ("0", "success"),
        ("1", "any other failure: bad flags, context not found, denied, timed out, network"),
        ("77", "no valid gateway session: log in and try again"),
        ("130, 143, 129, 131", "cancelled by Ctrl-C, SIGTERM, SIGHUP, SIGQUIT"),
        ("141", "nobody reads the output any more"),
        ("other", "that of kubectl in context port-forward"),
    ]

    /// What `--json` calls a failure.
    static let codes: [Row] = NoetlError.Code.allCases.map { ($0.rawValue, $0.meaning) }

    /// The rows with their meanings in a second column, for 80 columns.
    private static func list(_ rows: [Row]) -> String {
        rows.map { row in
            let lines = wrapped(row.meaning, width: 50)
            let name = "  \(row.name)"
            let column = String(repeating: " ", count: 29)
            let first = name.count < column.count ? name + column.dropFirst(name.count) : name + "\n" + column
            return first + lines.joined(separator: "\n" + column)
        }.joined(separator: "\n")
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        text.split(separator: " ").reduce(into: [""]) { lines, word in
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }
}

extension NoetlError.Code {
    /// What happened, in a few words.
    fileprivate var meaning: String {
        switch self {
        case .usage: "the arguments, or a value of them, cannot be used"
        case .contextNotFound: "no such context, or none is current"
        case .configInvalid: "the config file is not YAML, or not of this shape; it was left as it is"
        case .configUnwritable: "the config file cannot be written"
        case .missingSetting: "the context, or this machine, lacks something that the command needs"
        case .portInUse: "another program has the port of the callback or the port-forward"
        case .callbackTimeout: "the browser did not come back in time"
        case .auth0Error: "Auth0 said no, or something unreadable"
        case .tokenInvalid: "a token is missing, expired or not for this application"
        case .deviceExpired: "the device code was not entered in time"
        case .denied: "the person, or a rule of the tenant, denied the login"
        case .network: "a server could not be reached, or broke off"
        case .tls: "a connection is not secure, or an authority's file is unusable"
        case .gatewayRefused: "the gateway does not accept this Auth0 login"
        case .gatewayError: "the gateway failed, or is no NoETL gateway"
        case .sessionExpired: "the gateway no longer accepts the session (status 77)"
        case .notLoggedIn: "there is no session (status 77)"
        case .cancelled: "Ctrl-C or a signal"
        case .wrongUser: "another user signed in than was required"
        }
    }
}
