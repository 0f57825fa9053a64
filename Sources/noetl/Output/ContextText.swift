import Foundation
import NoetlCore

/// Contexts as tables, lines and JSON; secrets masked or left out.
struct ContextText {
    private let now: Date
    private let paint: Paint

    /// Texts whose remaining times count from `now`.
    init(now: Date = Date(), paint: Paint = .none) {
        self.now = now
        self.paint = paint
    }

    /// The table of `context list`.
    func table(_ contexts: Contexts) -> String {
        var table = Table("CURRENT", "NAME", "SERVER", "RUNTIME", "AUTH0 DOMAIN", "SESSION")
        for context in contexts.all {
            let isCurrent = context.name == contexts.current
            table.add(
                isCurrent ? "*" : "", context.name, context.serverURL, context.runtime, context.auth0.domain,
                session(context.session),
                tones: [0: .good, 1: isCurrent ? .strong : .plain, 5: tone(of: context.session)])
        }
        return table.text(paint)
    }

    /// `5h 12m left`, `expired`, `cached` (no expiry known), or nil without a session.
    func session(_ session: CachedSession?) -> String? {
        guard let session else { return nil }
        guard let expiry = session.expiresAt else { return "cached" }
        return expiry > now ? "\(Ago.text(expiry.timeIntervalSince(now))) left" : "expired"
    }

    /// Green while there is time left, red when there is none.
    private func tone(of session: CachedSession?) -> Paint.Tone {
        switch state(session) {
        case "valid": .good
        case "expired": .bad
        default: .plain
        }
    }

    /// The settings of one context, one a line, what is unset left out.
    func settings(_ context: Context) -> String {
        let rows: [(String, String?)] = [
            ("Name", context.name), ("Server URL", context.serverURL), ("Runtime", context.runtime),
            ("Auth0 domain", context.auth0.domain), ("Auth0 client ID", context.auth0.clientID),
            ("Auth0 redirect URI", context.auth0.redirectURI), ("Auth0 audience", context.auth0.audience),
            ("Auth0 client secret", context.auth0.clientSecret.map { _ in "[redacted]" }),
            ("Kube context", context.kube.context), ("Kube namespace", context.kube.namespace),
            ("Kube service", context.kube.service), ("Kube remote port", context.kube.remotePort.map(String.init)),
            ("Session", session(context.session) ?? "none"),
            ("Session expires", context.session?.expiresAt.map(Timestamp.text)),
            ("Session user", context.session?.user),
        ]
        return rows.compactMap { label, value in
            value.map {
                let tone = label == "Session" ? self.tone(of: context.session) : .plain
                return "\(label):".padding(toLength: 21, withPad: " ", startingAt: 0)
                    + paint(Redaction.cleaned($0), tone)
            }
        }.joined(separator: "\n")
    }

    /// The object of `context list --json`.
    func json(_ contexts: Contexts) -> String {
        JSONText.object(["current": JSONText.optional(contexts.current), "contexts": contexts.all.map(summary)])
    }

    /// The object of `context current --json`.
    func json(_ context: Context) -> String {
        let more: [String: Any] = [
            "auth0_redirect_uri": JSONText.optional(context.auth0.redirectURI),
            "auth0_audience": JSONText.optional(context.auth0.audience),
            "has_auth0_client_secret": context.auth0.clientSecret != nil,
            "kube_context": JSONText.optional(context.kube.context),
            "kube_namespace": JSONText.optional(context.kube.namespace),
            "kube_service": JSONText.optional(context.kube.service),
            "kube_remote_port": JSONText.optional(context.kube.remotePort),
        ]
        return JSONText.object(summary(context).merging(more) { own, _ in own })
    }

    private func summary(_ context: Context) -> [String: Any] {
        [
            "name": context.name, "server_url": JSONText.optional(context.serverURL),
            "runtime": JSONText.optional(context.runtime),
            "auth0_domain": JSONText.optional(context.auth0.domain),
            "auth0_client_id": JSONText.optional(context.auth0.clientID),
            "session": [
                "state": state(context.session),
                "expires_at": JSONText.optional(context.session?.expiresAt.map(Timestamp.text)),
                "user": JSONText.optional(context.session?.user),
            ],
        ]
    }

    private func state(_ session: CachedSession?) -> String {
        guard let session else { return "none" }
        return session.expiresAt.map { $0 > now ? "valid" : "expired" } ?? "unknown"
    }
}
