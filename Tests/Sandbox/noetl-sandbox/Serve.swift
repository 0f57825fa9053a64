import ArgumentParser
import Foundation
import NoetlSandbox

/// Starts the sandbox, prints its addresses and serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve until SIGTERM, SIGINT or SIGHUP (the default).",
        discussion: """
            Prints one JSON line with all addresses, users and passwords, then
            serves. Example:

              noetl-sandbox --redirect-uri http://127.0.0.1:9000/callback

            CONTROL (on controlURL, JSON in and out)
              GET    /_sandbox                  all addresses
              POST   /_sandbox/script           change the behaviour, below
              DELETE /_sandbox/script           back to honesty
              GET    /_sandbox/requests         every request so far
              DELETE /_sandbox/requests         forget them
              POST   /_sandbox/expire-sessions  end all gateway sessions
              GET    /_sandbox/allowlist        allowed callback URLs
              PUT    /_sandbox/allowlist        replace them: ["http://..."]
              POST   /_sandbox/device           {"user_code",
                                                 "action": "approve"|"deny",
                                                 "user"?}
              POST   /_sandbox/tokens           {"user"?, "nonce"?} gives
                                                id_token, access_token,
                                                callback_url

            SCRIPT (what is not named stays as it is)
              {"answers": {"token": ["slow_down", "honest"]},
               "always": {"login": {"status": 500}, "token": null},
               "delays": {"login": 1.5},
               "token_flaws": ["issuer"],
               "contract": "complete"|"no-auth0"|{"without": ["audience"]},
               "expiry": "zoned"|"fractional"|"unzoned"|"absent"|"null"|
                         "garbled",
               "session_seconds": 20,
               "iss": "absent"|"correct"|"https://other.example/",
               "default_directory": false,
               "error_page": "https://...",
               "device": {"interval": 1, "lifetime": 60,
                          "decision": "user"|"deny"|"you@example.com"},
               "allowlist": ["http://127.0.0.1:8765/callback"]}

            Endpoints: \(Self.wrapped(SandboxEndpoint.allCases.map(\.rawValue)))

            Token flaws: \(Self.wrapped(TokenFlaw.allCases.map(\.rawValue)))

            An answer is a word (honest, drop, hang, authorization_pending,
            slow_down, expired_token, invalid_grant, too_many_attempts,
            unauthorized_client, access_denied, mfa_required, password_leaked,
            server_error, too_many_requests, gateway_busy) or an object:
              {"error", "error_description", "status", "headers"}
              {"status", "headers", "body"}  and "every_ms" to let it drip
              {"redirect", "status"}
              {"bytes", "status"}            a body of that size
            """)

    @Option(help: "Port of the tenant over https; 0 lets the system pick.")
    var tenantPort = 0

    @Option(help: "Port of the tenant over http.")
    var tenantPlainPort = 0

    @Option(help: "Port of the gateway over https.")
    var gatewayPort = 0

    @Option(help: "Port of the gateway over http.")
    var gatewayPlainPort = 0

    @Option(help: "Port of the NoETL server without a gateway.")
    var serverPort = 0

    @Option(help: "Port of the control API.")
    var controlPort = 0

    @Option(
        help: ArgumentHelp(
            "Who can sign in, instead of the default users: email=password,email=password,...", valueName: "list"))
    var users: String?

    @Option(help: "An allowed callback URL, compared exactly; may be given more than once.")
    var redirectURI: [String] = []

    @Option(help: "The client ID of the application.")
    var clientID = "sandbox-cli"

    @Option(help: "The client secret, which makes the application a confidential one.")
    var clientSecret: String?

    @Option(help: "How long gateway sessions last, whatever is asked for.")
    var sessionSeconds: Int?

    @Option(help: "A file to write the JSON line to as well, when everything listens.")
    var readyFile: String?

    mutating func run() async throws {
        // Before anything is started, so that a signal at any later moment ends in `stop`.
        let signals = StopSignals()
        let sandbox = try await Sandbox.start(settings())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(sandbox.addresses) + Data("\n".utf8)
        do {
            try FileHandle.standardOutput.write(contentsOf: line)
            if let readyFile { try line.write(to: URL(fileURLWithPath: readyFile), options: .atomic) }
            await signals.first()
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    private func settings() throws -> SandboxSettings {
        var settings = SandboxSettings()
        settings.ports.tenant = tenantPort
        settings.ports.tenantPlain = tenantPlainPort
        settings.ports.gateway = gatewayPort
        settings.ports.gatewayPlain = gatewayPlainPort
        settings.ports.server = serverPort
        settings.ports.control = controlPort
        settings.sessionSeconds = sessionSeconds
        settings.clients[0] = SandboxClient(id: clientID, secret: clientSecret)
        if !redirectURI.isEmpty { settings.allowlist = redirectURI }
        if let users { settings.users = try Self.parse(users) }
        return settings
    }

    private static func parse(_ list: String) throws -> [SandboxUser] {
        try list.split(separator: ",").map { item in
            let halves = item.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].contains("@") else {
                throw ValidationError("--users wants email=password,email=password,...")
            }
            return SandboxUser(email: String(halves[0]), password: String(halves[1]))
        }
    }

    private static func wrapped(_ words: [String]) -> String {
        words.joined(separator: ", ")
    }
}
