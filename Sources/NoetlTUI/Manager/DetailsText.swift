import Foundation
import NoetlCore

/// The details of a context in words.
struct DetailsText {
    let context: Context
    let isCurrent: Bool
    let live: LiveSession?
    let forward: ForwardSight?
    let now: Date

    /// All of it.
    var details: ContextDetails {
        let groups = [settings, session, kube].filter { !$0.isEmpty }
        return ContextDetails(
            name: context.name, remark: isCurrent ? "current" : "",
            parts: Array(groups.joined(separator: [.gap])))
    }

    /// The values whole, for outside the full screen; secrets stay masked.
    var whole: [String] {
        details.parts.compactMap { part in
            switch part {
            case .fact(let fact): fact.label.isEmpty ? "  \(fact.value)" : "\(fact.label): \(fact.value)"
            case .sentence(let text, let label): "\(label): \(text)"
            case .gap: ""
            }
        }
    }

    private var settings: [ContextDetails.Part] {
        let auth0 = context.auth0
        return [
            needed("Gateway", context.serverURL, .path), optional("Runtime", context.runtime),
            needed("Auth0 tenant", auth0.domain), needed("Client ID", auth0.clientID, .middle),
            // How long it is, is its own business.
            optional("Client secret", auth0.clientSecret.map { _ in "[redacted]" }),
            optional("Redirect URI", auth0.redirectURI, .path), optional("Audience", auth0.audience, .path),
        ].compactMap { $0 }
    }

    private var session: [ContextDetails.Part] {
        let (words, verdict) = LiveSession.words(of: context, live, at: now)
        guard let cached = context.session else { return [.fact(.init("Session", words, style: .faint))] }
        var status: SessionStatus?
        if case .told(let told) = live { status = told }
        let source: String =
            switch live {
            case .asking: "asking the gateway"
            case .told(let told) where told.isConfirmed: "confirmed by gateway"
            case .told: "not confirmed"
            case nil: "as the login saved it"
            }
        let expiry = LiveSession.expiry(of: context, live)
        var parts: [ContextDetails.Part] = [
            .fact(.init("Session", words, verdict: verdict)), .fact(.init("", source, style: .faint)),
        ]
        if let problem = status?.problem {
            parts.append(.sentence(problem.why.isEmpty ? problem.what : problem.why, label: "Reason"))
        }
        let roles = status?.user.roles ?? []
        parts += [
            optional("User", status?.user.email ?? status?.user.displayName ?? cached.user),
            optional("Roles", roles.isEmpty ? nil : roles.joined(separator: ", ")),
            optional("Expires", expiry.map(Timestamp.text)), optional("Token", cached.token.masked),
        ].compactMap { $0 }
        return parts
    }

    private var kube: [ContextDetails.Part] {
        let kube = context.kube
        var parts = [
            optional("Kube context", kube.context, .middle), optional("Namespace", kube.namespace),
            optional("Service", kube.service), optional("Remote port", kube.remotePort.map(String.init)),
        ].compactMap { $0 }
        switch forward?.status {
        case .running(let record):
            parts += [
                .fact(.init("Port-forward", "\(record.localPort) → \(record.remotePort)", verdict: .good)),
                .fact(.init("", "pid \(record.pid)", style: .faint)),
            ]
        case .stale:
            parts.append(.fact(.init("Port-forward", "has ended", verdict: .warning)))
            if let lines = forward?.lines, !lines.isEmpty {
                parts.append(.sentence(lines.joined(separator: " | "), label: "kubectl said"))
            }
        case nil, .some(.none):
            if !parts.isEmpty { parts.append(.fact(.init("Port-forward", "not running", style: .faint))) }
        }
        return parts
    }

    private func needed(_ label: String, _ value: String?, _ cut: Cut = .end) -> ContextDetails.Part {
        .fact(
            value.map { .init(label, Redaction.cleaned($0), cut: cut) } ?? .init(label, "not set", style: .faint))
    }

    private func optional(_ label: String, _ value: String?, _ cut: Cut = .end) -> ContextDetails.Part? {
        value.map { .fact(.init(label, Redaction.cleaned($0), cut: cut)) }
    }
}
