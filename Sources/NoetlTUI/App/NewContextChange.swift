import Foundation
import NoetlCore

/// What a new context gets from a gateway's contract and from what was typed.
public enum NewContextChange {
    /// A name made of the gateway's host that no context has yet.
    public static func proposedName(for gateway: ServerURL, in contexts: Contexts) -> String {
        let host = gateway.authority.prefix { $0 != ":" }
        let labels = host.split(separator: ".")
        let isAddress = host.hasPrefix("[") || labels.allSatisfy { Int($0) != nil }
        let base =
            gateway.isLoopback
            ? "local"
            : isAddress || labels.count < 2 ? String(host) : String(labels.suffix(2)[labels.suffix(2).startIndex])
        var name = base
        var number = 2
        while contexts[name] != nil {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }

    /// What will be written, for the person.
    static func rows(gateway: ServerURL, contract: RuntimeContract) -> [NewContextForm.Change] {
        let auth0 = contract.auth0
        let all: [(String, String?)] = [
            ("Gateway", gateway.description), ("Auth0 domain", auth0.domain), ("Client ID", auth0.clientID),
            ("Redirect URI", auth0.redirectURI), ("Audience", auth0.audience),
        ]
        return all.compactMap { label, value in value.map { .init(label: label, old: nil, new: $0) } }
    }

    /// The change of the file.
    ///
    /// - Throws: `usage` for a domain that is none.
    static func change(
        gateway: ServerURL, contract: RuntimeContract, typed: [String: String]
    ) throws(NoetlError) -> ContextChange {
        var change = ContextChange([.serverURL: .set(gateway.description)])
        let auth0 = contract.auth0
        if let domain = auth0.domain ?? typed["domain"], !domain.isEmpty {
            change[.auth0Domain] = .set(try Auth0Domain(domain, from: "the new context").description)
        }
        if let client = auth0.clientID ?? typed["client"], !client.isEmpty { change[.auth0ClientID] = .set(client) }
        if let redirect = auth0.redirectURI { change[.auth0RedirectURI] = .set(redirect) }
        if let audience = auth0.audience { change[.auth0Audience] = .set(audience) }
        return change
    }

    /// The same change of a context that exists: a session stays with the gateway that gave it, and a client secret with its
    /// application, as with `context init`.
    static func replacing(_ old: Context, by change: ContextChange, gateway: ServerURL) -> ContextChange {
        var change = change
        // An address that is none is not this gateway's.
        let origin = old.serverURL.flatMap { try? ServerURL($0) }?.origin
        if old.session != nil, origin != gateway.origin {
            for field in [ContextField.sessionToken, .sessionExpiresAt, .sessionUser] { change[field] = .clear }
        }
        let isOtherApplication = [ContextField.auth0Domain, .auth0ClientID].contains { field in
            if case .replace(let new)? = change[field] { new != old.value(of: field) } else { false }
        }
        if old.auth0.clientSecret != nil, isOtherApplication { change[.auth0ClientSecret] = .clear }
        return change
    }

    /// Whether a context that exists shall be changed, with each value before and after.
    static func question(about old: Context, change: ContextChange) -> Question {
        let fields: [(String, ContextField, String?)] = [
            ("Gateway", .serverURL, old.serverURL), ("Auth0 domain", .auth0Domain, old.auth0.domain),
            ("Client ID", .auth0ClientID, old.auth0.clientID),
            ("Redirect URI", .auth0RedirectURI, old.auth0.redirectURI),
            ("Audience", .auth0Audience, old.auth0.audience),
        ]
        var differences: [FactGrid.Fact] = fields.compactMap { label, field, before in
            // None of these five fields is secret.
            guard case .replace(let after)? = change[field], after.reveal() != before else { return nil }
            return .init(label, "\(before ?? "not set") → \(after.reveal())")
        }
        if change[.sessionToken] == .clear { differences.append(.init("Session", "cached → forgotten")) }
        if change[.auth0ClientSecret] == .clear { differences.append(.init("Client secret", "[redacted] → not set")) }
        return Question(
            title: "noetl login · new context", question: "Replace these settings of '\(old.name)'?",
            facts: differences, reasons: differences.isEmpty ? ["Nothing changes."] : [], yes: "replace",
            no: "keep them", isYesDefault: false)
    }
}
