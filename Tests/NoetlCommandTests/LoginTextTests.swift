import Foundation
import Testing

@testable import NoetlCore
@testable import noetl

/// The words of a login, to the letter.
@Suite("Login text", .timeLimit(.minutes(5)))
struct LoginTextTests {
    private static let address = "https://acme.us.auth0.com/authorize?response_type=code&client_id=Abc123XYZ"
    private static let now = Date(timeIntervalSince1970: 1_795_457_646)  // 2026-11-23T18:14:06Z

    private func preflight(
        _ domain: String = "acme.us.auth0.com", obstacle: BrowserReach.Obstacle? = nil
    ) throws -> Preflight {
        Preflight(
            application: Auth0Application(domain: try Auth0Domain(domain), clientID: "Abc123XYZ"),
            redirect: LoopbackRedirect(), address: try #require(URL(string: Self.address)), deadline: .now,
            opensBrowser: obstacle == nil, obstacle: obstacle)
    }

    private func outcome(
        saved: String? = "gke-prod", email: String? = "you@example.com", expiresIn: TimeInterval? = 28_799,
        token: String = "69dd6f8a7621ca3cd1e8924460842bc6"
    ) throws -> LoginOutcome {
        LoginOutcome(
            session: GatewaySession(
                token: Secret(token), expiresAt: expiresIn.map { Self.now.addingTimeInterval($0) },
                user: GatewayUser(email: email, displayName: "You Example", roles: ["admin", "user"]),
                answer: Secret(#"{"session_token":"\#(token)","status":"authenticated","extra":{"n":1}}"#)),
            gateway: try ServerURL("https://gateway.acme.com"), savedContext: saved)
    }

    @Test("the PKCE notice is that of the contract")
    func notice() throws {
        #expect(
            LoginText.notice(try preflight()) == """
                Browser PKCE login.
                  Auth0 tenant: acme.us.auth0.com
                  Client ID:    Abc123XYZ
                  Redirect URI: http://127.0.0.1:8765/callback
                  PKCE port:    8765

                This callback URL must be allowlisted on the Auth0 application.
                  Dashboard: https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings
                If the browser shows "Callback URL mismatch", add the redirect URI
                above to "Allowed Callback URLs" in the dashboard and try again.

                Open this URL if the browser does not open by itself:
                https://acme.us.auth0.com/authorize?response_type=code&client_id=Abc123XYZ
                """)
    }

    @Test("where no browser can open, the notice says why and what to do instead")
    func noticeWithoutBrowser() throws {
        let whole = LoginText.notice(try preflight())
        let code = "A code for any device is easier here: noetl auth login --browser"
        #expect(
            LoginText.notice(try preflight(obstacle: .container)) == whole + """


                No browser is opened: This is a container, where no browser of yours can open.
                \(code)
                """)
        let server = SSHServer(connection: "198.51.100.4 52114 203.0.113.7 22")
        #expect(
            LoginText.notice(try preflight(obstacle: .ssh(server))) == whole + """


                No browser is opened: You are here over SSH, where a browser would open on the other machine.
                \(code)
                To use the browser of your own machine, run this there first:
                  ssh -L 8765:127.0.0.1:8765 203.0.113.7
                """)
    }

    @Test("a redirect URI that is not accepted is shown with the place to add it, and what happens next")
    func rejected() throws {
        let notice = try preflight()
        func words(_ verdict: AllowlistVerdict, holds: Bool = false, isAttended: Bool = true) -> String? {
            let news = AllowlistNews(
                verdict: verdict, redirect: notice.redirect, application: notice.application, holdsBrowser: holds)
            return LoginText.allowlist(news, isAttended: isAttended)
        }
        let block = """
            Auth0 does not accept this redirect URI yet:
              http://127.0.0.1:8765/callback
            Add it to "Allowed Callback URLs" and save:
              https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings
            """
        #expect(words(.rejected) == block)
        #expect(
            words(.rejected, holds: true) == block + "\nThe browser opens by itself then; Enter opens it now.")
        #expect(words(.accepted) == "Auth0 accepts this redirect URI.")
        #expect(words(.accepted, isAttended: false) == nil)
        #expect(
            words(.unknown(answer: "it answered with status 429."), isAttended: false)
                == "Auth0 did not say whether it accepts this redirect URI: it answered with status 429.")
    }

    @Test("another user than before is a warning, or a question that offers to start over where that helps")
    func otherUser() {
        func change(_ canStartOver: Bool) -> UserChange {
            UserChange(
                context: "prod", saved: "you@example.com", arrived: "ops@example.com", canStartOver: canStartOver)
        }
        #expect(
            LoginText.warning(change(true))
                == "Warning: ops@example.com takes the place of you@example.com on context 'prod'.")
        let head = """
            ops@example.com signed in, but context 'prod' is you@example.com's.
            Save that session there? 
            """
        #expect(LoginText.question(change(true)) == head + "[y/N, or s to sign in as somebody else] ")
        #expect(LoginText.question(change(false)) == head + "[y/N] ")
    }

    @Test(
        "the dashboard's address follows the tenant's region, and none is invented for a custom domain",
        arguments: [
            ("acme.eu.auth0.com", "https://manage.auth0.com/dashboard/eu/acme/applications/Abc123XYZ/settings"),
            ("acme.us-3.auth0.com", "https://manage.auth0.com/dashboard/us-3/acme/applications/Abc123XYZ/settings"),
            ("acme.auth0.com", "https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings"),
            ("login.acme.com", "Auth0 dashboard > Applications > Abc123XYZ > Settings"),
            ("auth0.com.acme.com", "Auth0 dashboard > Applications > Abc123XYZ > Settings"),
        ])
    func dashboard(_ domain: String, _ place: String) throws {
        #expect(LoginText.notice(try preflight(domain)).contains("\n  Dashboard: \(place)\n"))
    }

    @Test("the block after a login is that of the contract")
    func result() throws {
        #expect(
            LoginText.result(try outcome(), exports: true, now: Self.now) == """
                Gateway login successful.
                  Gateway: https://gateway.acme.com
                  User:    you@example.com
                  Token:   69dd6f...2bc6
                  Expires: 2026-11-24T02:14:05Z (in 7h 59m)
                  Saved:   context 'gke-prod'

                Use this session for CLI calls:
                  export NOETL_SESSION_TOKEN='69dd6f8a7621ca3cd1e8924460842bc6'
                """)
    }

    @Test("without export lines the block ends after where it was saved")
    func quiet() throws {
        let text = LoginText.result(try outcome(saved: nil), exports: false, now: Self.now)
        #expect(text.hasSuffix("\n  Saved:   disabled (--no-save)"))
        #expect(!text.contains("69dd6f8a"))
    }

    @Test("what the gateway did not say is said to be unknown, and a short token is hidden whole")
    func unknowns() throws {
        let text = LoginText.result(
            try outcome(email: nil, expiresIn: nil, token: "short-token1"), exports: false, now: Self.now)
        #expect(text.contains("\n  User:    You Example\n"))
        #expect(text.contains("\n  Token:   [redacted]\n"))
        #expect(text.contains("\n  Expires: (not stated)\n"))
    }

    @Test("--json is one object with six keys, the gateway's answer as it came among them")
    func json() throws {
        let text = LoginText.json(try outcome())
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(
            Set(object.keys) == ["gateway_url", "saved_context", "session_token", "expires_at", "user", "login"])
        #expect(object["gateway_url"] as? String == "https://gateway.acme.com")
        #expect(object["saved_context"] as? String == "gke-prod")
        #expect(object["session_token"] as? String == "69dd6f8a7621ca3cd1e8924460842bc6")
        #expect(object["expires_at"] as? String == "2026-11-24T02:14:05Z")
        let user = try #require(object["user"] as? [String: Any])
        #expect(Set(user.keys) == ["email", "display_name", "roles"])
        #expect(user["roles"] as? [String] == ["admin", "user"])
        let login = try #require(object["login"] as? [String: Any])
        #expect((login["extra"] as? [String: Any])?["n"] as? Int == 1)
    }

    @Test("what is unknown is null in JSON, and no key is missing")
    func jsonNulls() throws {
        let text = LoginText.json(try outcome(saved: nil, email: nil, expiresIn: nil))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object.count == 6)
        #expect(object["saved_context"] is NSNull)
        #expect(object["expires_at"] is NSNull)
        #expect((object["user"] as? [String: Any])?["email"] is NSNull)
    }

    @Test(
        "the timeout says how long it waited and shows the redirect URI again",
        arguments: [(300, "300 seconds"), (1, "1 second")])
    func timeout(_ seconds: Int, _ words: String) throws {
        let preflight = try preflight()
        let error = NoetlError.callbackTimeout(
            window: .seconds(seconds), redirect: preflight.redirect, application: preflight.application)
        #expect(
            error.lines.joined(separator: "\n") == """
                No callback arrived within \(words).
                  Redirect URI: http://127.0.0.1:8765/callback
                Did you remember to allowlist it? https://manage.auth0.com/dashboard/us/acme/applications/Abc123XYZ/settings
                """)
    }

    @Test("the device notice shows both addresses and the code, and quietly the same three alone")
    func device() throws {
        let code = DeviceCode(
            application: try preflight().application, userCode: "WDJB-MJHT",
            verificationURI: try #require(URL(string: "https://acme.us.auth0.com/activate")),
            verificationURIComplete: URL(string: "https://acme.us.auth0.com/activate?user_code=WDJB-MJHT"),
            lifetime: .seconds(900), deadline: .now, opensBrowser: false)
        let notice = LoginText.notice(code)
        for line in LoginText.essence(code).split(separator: "\n") { #expect(notice.contains(line)) }
        #expect(LoginText.essence(code).split(separator: "\n").count == 3)
        #expect(notice.contains("\n  Code:    WDJB-MJHT\n  Expires: in 15m"))
    }
}
