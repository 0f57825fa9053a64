import Foundation
import NoetlCore

/// The words of a login, kept apart from where they go.
enum LoginText {
    /// The notice before a PKCE login waits.
    static func notice(_ preflight: Preflight) -> String {
        let application = preflight.application
        return """
            Browser PKCE login.
              Auth0 tenant: \(application.domain)
              Client ID:    \(Redaction.cleaned(application.clientID))
              Redirect URI: \(preflight.redirect)
              PKCE port:    \(preflight.redirect.port)

            This callback URL must be allowlisted on the Auth0 application.
              Dashboard: \(application.settingsPlace)
            If the browser shows "Callback URL mismatch", add the redirect URI
            above to "Allowed Callback URLs" in the dashboard and try again.

            Open this URL if the browser does not open by itself:
            \(preflight.address.absoluteString)
            """ + (preflight.obstacle.map { "\n\n" + advice($0, for: preflight.redirect) } ?? "")
    }

    /// What to do where no browser can be opened.
    private static func advice(_ obstacle: BrowserReach.Obstacle, for redirect: LoopbackRedirect) -> String {
        var lines = [
            "No browser is opened: \(obstacle.reason)",
            "A code for any device is easier here: noetl auth login --browser",
        ]
        if case .ssh(let server) = obstacle {
            lines += [
                "To use the browser of your own machine, run this there first:",
                "  \(SSHServer.forwarding(redirect, to: server))",
            ]
        }
        return lines.joined(separator: "\n")
    }

    /// That the browser's last address does as well, where a person can paste it.
    static let pasting = "If it ends where nothing opens, paste that address here and press Enter."

    /// What a browser login says that goes on after a stop.
    static let goingOn = "Still waiting for the browser. \(pasting)"

    /// What the tenant says of the redirect URI; nil where that needs no words.
    static func allowlist(_ news: AllowlistNews, isAttended: Bool) -> String? {
        switch news.verdict {
        case .accepted: return isAttended ? "Auth0 accepts this redirect URI." : nil
        case .unknown(let answer):
            return "Auth0 did not say whether it accepts this redirect URI: \(answer)"
        case .rejected:
            var lines = ["Auth0 does not accept this redirect URI yet:", "  \(news.redirect)"]
            lines += ["Add it to \"Allowed Callback URLs\" and save:", "  \(news.application.settingsPlace)"]
            if news.holdsBrowser { lines.append("The browser opens by itself then; Enter opens it now.") }
            return lines.joined(separator: "\n")
        }
    }

    /// Why what was pasted is not the answer that is waited for.
    static func refusal(_ problem: LoginReplies.PasteProblem) -> String {
        let reason =
            switch problem {
            case .notTheRedirect: "it does not begin with the redirect URI above, as the browser's address does."
            case .stranger: "it belongs to another login. Sign in with the URL above."
            case .malformed: "there is neither a code nor an error in it. Copy the whole address."
            }
        return "What was pasted is not the answer: \(reason) Still waiting."
    }

    /// That the session is another user's than before.
    static func warning(_ change: UserChange) -> String {
        "Warning: \(change.arrived) takes the place of \(change.saved) on context '\(Redaction.cleaned(change.context))'."
    }

    /// The question whether the session of another user shall be saved.
    static func question(_ change: UserChange) -> String {
        let other = change.canStartOver ? ", or s to sign in as somebody else" : ""
        return "\(change.arrived) signed in, but context '\(Redaction.cleaned(change.context))' is \(change.saved)'s.\n"
            + "Save that session there? [y/N\(other)] "
    }

    /// The notice before a device login waits; with the QR code of the address, where it is wanted.
    static func notice(_ code: DeviceCode, qrCode: String? = nil) -> String {
        var lines = [
            "Device login.", "  Auth0 tenant: \(code.application.domain)",
            "  Client ID:    \(Redaction.cleaned(code.application.clientID))", "",
        ]
        if let complete = code.verificationURIComplete {
            lines += [
                "Open this URL on any device, and check that it shows the same code:", complete.absoluteString, "",
            ]
            lines += ["Or open this one and enter the code:", code.verificationURI.absoluteString]
        } else {
            lines += ["Open this URL on any device and enter the code:", code.verificationURI.absoluteString]
        }
        if let qrCode { lines += ["", qrCode] }
        lines += ["", "  Code:    \(code.userCode)"]
        lines += ["  Expires: in \(Ago.text(TimeInterval(code.lifetime.components.seconds)))"]
        return lines.joined(separator: "\n")
    }

    /// What is left of a device notice when nothing but the needful is wanted.
    static func essence(_ code: DeviceCode) -> String {
        let addresses = [code.verificationURIComplete, code.verificationURI].compactMap { $0?.absoluteString }
        return (addresses + [code.userCode]).joined(separator: "\n")
    }

    /// The block after a successful login.
    static func result(
        _ outcome: LoginOutcome, exports: Bool, now: Date, paint: Paint = .none
    ) -> String {
        let session = outcome.session
        let saved = outcome.savedContext.map { "context '\(Redaction.cleaned($0))'" } ?? "disabled (--no-save)"
        let block = """
            \(paint("Gateway login successful.", .good))
              Gateway: \(outcome.gateway)
              User:    \(person(session.user))
              Token:   \(session.token.masked)
              Expires: \(expiry(session.expiresAt, now: now))
              Saved:   \(saved)
            """
        guard exports else { return block }
        return block + "\n\nUse this session for CLI calls:\n  export NOETL_SESSION_TOKEN='\(session.token.reveal())'"
    }

    /// The block when the session is still good.
    static func stillLoggedIn(_ alive: SessionCheck.Alive, now: Date, paint: Paint = .none) -> String {
        """
        \(paint("Already logged in; no login was needed.", .good))
          Gateway: \(alive.gateway)
          User:    \(person(alive.user))
          Token:   \(alive.token.masked)
          Expires: \(expiry(alive.expiresAt, now: now))
          Context: \(Redaction.cleaned(alive.context))
        """
    }

    /// The object of `--json`.
    static func json(_ outcome: LoginOutcome) -> String {
        // The gateway's answer was parsed once before; it is shown as it came.
        let answer = try? JSONSerialization.jsonObject(with: Data(outcome.session.answer.reveal().utf8))
        return json(
            gateway: outcome.gateway, context: outcome.savedContext, token: outcome.session.token,
            expiresAt: outcome.session.expiresAt, user: outcome.session.user, login: answer)
    }

    /// The same object when no login was needed: `login` is null.
    static func json(_ alive: SessionCheck.Alive) -> String {
        json(
            gateway: alive.gateway, context: alive.context, token: alive.token, expiresAt: alive.expiresAt,
            user: alive.user, login: nil)
    }

    private static func json(
        gateway: ServerURL, context: String?, token: Secret, expiresAt: Date?, user: GatewayUser, login: Any?
    ) -> String {
        JSONText.object([
            "gateway_url": gateway.description, "saved_context": JSONText.optional(context),
            "session_token": token.reveal(),
            "expires_at": JSONText.optional(expiresAt.map(Timestamp.text)),
            "user": [
                "email": JSONText.optional(user.email), "display_name": JSONText.optional(user.displayName),
                "roles": user.roles,
            ],
            "login": JSONText.optional(login),
        ])
    }

    /// Whom a session belongs to.
    static func person(_ user: GatewayUser) -> String { user.email ?? user.displayName ?? "(not stated)" }

    /// When a session ends, and how far off that is.
    static func expiry(_ date: Date?, now: Date) -> String {
        guard let date else { return "(not stated)" }
        let left = date.timeIntervalSince(now)
        let distance = left >= 0 ? "in \(Ago.text(left))" : "\(Ago.text(-left)) ago"
        return "\(Timestamp.text(date)) (\(distance))"
    }
}
