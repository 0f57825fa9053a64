import Foundation
import NoetlCore

/// What `context init` shows before it asks.
struct ProposalText {
    let proposal: ContextProposal
    let name: String
    /// The gateway's version, where it says.
    let version: String?
    /// The context that is replaced.
    let old: Context?
    /// The colours of what is added and taken away.
    var paint = Paint.none

    private var rows: [ContextProposal.Row] { proposal.rows(replacing: old) }

    /// Whether something would be written.
    var changes: Bool { old == nil || rows.contains(where: \.changes) }

    /// The settings of a new context, or what changes in an existing one.
    var preview: String {
        let gateway = "\(proposal.gateway)\(version.map { " (version \($0))" } ?? "")"
        let quoted = "'\(Redaction.cleaned(name))'"
        guard old != nil else {
            let lines = rows.map { "  " + line($0.field, $0.new ?? "") }
            return (["New context \(quoted), as \(gateway) describes it:"] + lines).joined(separator: "\n")
        }
        guard changes else { return "Context \(quoted) is already as \(gateway) describes it." }
        let lines = rows.flatMap { row in
            guard row.changes else { return ["  " + line(row.field, row.new ?? "")] }
            return [
                row.old.map { paint("- " + line(row.field, $0), .bad) },
                row.new.map { paint("+ " + line(row.field, $0), .good) },
            ].compactMap { $0 }
        }
        return (["Context \(quoted) exists; \(gateway) would change it so:"] + lines).joined(separator: "\n")
    }

    /// What a login will miss, and how to set it; nil when nothing.
    var warning: String? {
        guard !proposal.missing.isEmpty else { return nil }
        let settings =
            proposal.namesApplication ? proposal.missing.map(\.name).joined(separator: " and ") : "application"
        let flags = proposal.missing.map { "--\($0.flag)=<\($0.value)>" }.joined(separator: " ")
        return
            "the gateway names no Auth0 \(settings); set it: noetl context update \(shellWord(name)) \(flags)"
    }

    /// What was done.
    func outcome(isCurrent: Bool) -> String {
        let done = old == nil ? "added" : changes ? "updated" : "left as it is"
        return "Context '\(Redaction.cleaned(name))' \(done)\(isCurrent ? " (current)" : "")."
    }

    private func line(_ field: ContextField, _ value: String) -> String {
        "\(Self.label(of: field)):".padding(toLength: 21, withPad: " ", startingAt: 0) + value
    }

    private static func label(of field: ContextField) -> String {
        switch field {
        case .serverURL: "Server URL"
        case .runtime: "Runtime"
        case .auth0Domain: "Auth0 domain"
        case .auth0ClientID: "Auth0 client ID"
        case .auth0RedirectURI: "Auth0 redirect URI"
        case .auth0Audience: "Auth0 audience"
        case .auth0ClientSecret: "Auth0 client secret"
        case .sessionToken: "Session"
        default: field.name
        }
    }
}
