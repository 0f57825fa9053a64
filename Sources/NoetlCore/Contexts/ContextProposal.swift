import Foundation

/// What a gateway's contract makes of a context, to be shown to a person before it is written.
///
/// The Auth0 settings are replaced as a whole when the contract has some, since those of two gateways do not mix;
/// without any, only the address and the runtime change. A session stays only with the origin that it belongs to.
public struct ContextProposal: Sendable, Equatable {
    /// The address that becomes the context's.
    public let gateway: ServerURL
    /// Whether the contract or the person names an Auth0 application.
    public let namesApplication: Bool
    private let settings: [Setting]

    /// One setting with the value that it gets; nil clears it.
    private struct Setting: Equatable {
        let field: ContextField
        let value: String?
    }

    /// One setting as it is and as it will be.
    public struct Row: Sendable, Equatable {
        /// The setting; the token stands for the whole session.
        public let field: ContextField
        /// The value now, cleaned; nil when there is none.
        public let old: String?
        /// The value then, cleaned; nil when there will be none.
        public let new: String?

        /// Whether the two differ.
        public var changes: Bool { old != new }
    }

    /// Checks the contract.
    ///
    /// - Parameters:
    ///   - gateway: the gateway that was asked.
    ///   - contract: what it said of itself.
    ///   - domain: the Auth0 domain that a person gave, where the contract has none.
    ///   - clientID: the client ID that a person gave, where the contract has none.
    ///   - runtime: what the context gets as its runtime.
    /// - Throws: `gateway_error` for a domain or redirect URI that is none, or a text that no setting can hold.
    public init(
        gateway: ServerURL, contract: RuntimeContract, domain: String? = nil, clientID: String? = nil,
        runtime: String = "distributed"
    ) throws(NoetlError) {
        self.gateway = gateway
        let auth0 = contract.auth0
        let domain = auth0.domain ?? domain, clientID = auth0.clientID ?? clientID
        namesApplication = auth0 != Auth0Settings() || domain != nil || clientID != nil
        var settings = [
            Setting(field: .serverURL, value: gateway.description), Setting(field: .runtime, value: runtime),
        ]
        if namesApplication {
            settings += [
                Setting(field: .auth0Domain, value: try Self.domain(domain, of: gateway)),
                Setting(field: .auth0ClientID, value: try Self.clientID(clientID, of: gateway)),
                Setting(field: .auth0RedirectURI, value: try Self.redirect(auth0.redirectURI, of: gateway)),
                Setting(field: .auth0Audience, value: auth0.audience),
            ]
        }
        self.settings = settings
    }

    /// A setting that every login needs.
    public struct Need: Sendable, Equatable {
        /// What people call it, behind "Auth0".
        public let name: String
        /// The flag that sets it, without its dashes.
        public let flag: String
        /// What stands for its value in a usage line.
        public let value: String
    }

    /// What a login needs and the contract does not have.
    public var missing: [Need] {
        let needs: [(ContextField, Need)] = [
            (.auth0Domain, Need(name: "domain", flag: "auth0-domain", value: "domain")),
            (.auth0ClientID, Need(name: "client ID", flag: "auth0-client-id", value: "id")),
        ]
        return needs.filter { field, _ in !settings.contains { $0.field == field && $0.value != nil } }.map(\.1)
    }

    /// The rows to show: of a new context all that it gets, of `old` also what it loses.
    public func rows(replacing old: Context?) -> [Row] {
        var rows = settings.map { setting in
            Row(
                field: setting.field, old: old.flatMap { $0.value(of: setting.field)?.reveal() }.map(Self.shown),
                new: setting.value.map(Self.shown))
        }
        if let old, old.auth0.clientSecret != nil {
            let hidden = "[redacted]"
            rows.append(Row(field: .auth0ClientSecret, old: hidden, new: keepsSecret(of: old) ? hidden : nil))
        }
        if let old, let session = old.session {
            let cached = session.expiresAt.map { "until \(Timestamp.text($0))" } ?? "cached"
            rows.append(Row(field: .sessionToken, old: cached, new: keepsSession(of: old) ? cached : nil))
        }
        return rows.filter { $0.old != nil || $0.new != nil }
    }

    /// The edit of the file for a new context, or for `old`.
    public func change(replacing old: Context?) -> ContextChange {
        var change = ContextChange()
        for setting in settings { change[setting.field] = .set(setting.value ?? "") }
        guard let old else { return change }
        if !keepsSecret(of: old) { change[.auth0ClientSecret] = .clear }
        if !keepsSession(of: old) {
            for field in [ContextField.sessionToken, .sessionExpiresAt, .sessionUser] { change[field] = .clear }
        }
        return change
    }

    // A token of one gateway is not for another one to see.
    private func keepsSession(of old: Context) -> Bool { Self.origin(of: old) == gateway.origin }

    // A secret belongs to one client of one tenant.
    private func keepsSecret(of old: Context) -> Bool {
        !namesApplication
            || [ContextField.auth0Domain, .auth0ClientID].allSatisfy { field in
                old.value(of: field)?.reveal() == settings.first { $0.field == field }?.value
            }
    }

    private static func origin(of context: Context) -> String? {
        // An address that is none is not the gateway's.
        context.serverURL.flatMap { try? ServerURL($0) }?.origin
    }

    private static func shown(_ text: String) -> String { Redaction.cleaned(text) }
}

// MARK: Writing

extension ContextProposal {
    /// A name made of the gateway's host that no context has yet.
    public func freeName(beside contexts: Contexts) -> String {
        let host = (HostAndPort.split(gateway.authority)?.host ?? "").trimmingCharacters(in: ["[", "]"])
        let labels = host.split(separator: ".")
        let isAddress = host.contains(":") || labels.allSatisfy { Int($0) != nil }
        let base = gateway.isLoopback ? "local" : isAddress ? host : labels.suffix(2).first.map(String.init) ?? host
        var name = base
        var number = 2
        while contexts[name] != nil {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }

    /// Writes what a person was shown, and nothing else; the first context of all becomes the current one.
    ///
    /// - Parameters:
    ///   - file: the file as it is under the lock.
    ///   - name: what the context is called.
    ///   - old: the context that it replaces, as it was shown; nil for a new one.
    /// - Throws: `config_unwritable` when another program changed the context since then; what `ConfigFile.apply` throws.
    public func write(to file: inout ConfigFile, as name: String, replacing old: Context?) throws(NoetlError) {
        let theirs = file.contexts[name]
        let change = change(replacing: old)
        guard self.change(replacing: theirs) == change, rows(replacing: theirs) == rows(replacing: old) else {
            throw Self.changedMeanwhile(name)
        }
        let isFirst = file.contexts.all.isEmpty
        try file.apply(change, to: name)
        if isFirst { try file.setCurrent(name) }
    }

    private static func changedMeanwhile(_ name: String) -> NoetlError {
        NoetlError(
            .configUnwritable, what: "Nothing was written.",
            why: "Another program changed context '\(Redaction.cleaned(name))' meanwhile.",
            next: "Start over to see what would change now.")
    }
}

// MARK: Checks

extension ContextProposal {
    private static func domain(_ text: String?, of gateway: ServerURL) throws(NoetlError) -> String? {
        guard let text else { return nil }
        do throws(NoetlError) {
            return try Auth0Domain(text).description
        } catch {
            throw unusable("Auth0 domain", gateway, error.why)
        }
    }

    private static func redirect(_ text: String?, of gateway: ServerURL) throws(NoetlError) -> String? {
        guard let text else { return nil }
        do throws(NoetlError) {
            // Saved as it was given: the tenant compares it to the letter.
            _ = try ServerURL(text)
            return text
        } catch {
            throw unusable("redirect URI", gateway, error.why)
        }
    }

    private static func clientID(_ text: String?, of gateway: ServerURL) throws(NoetlError) -> String? {
        guard let text, text.contains(where: \.isWhitespace) else { return text }
        throw unusable("client ID", gateway, "'\(Redaction.cleaned(text, limit: 80))' has blanks in it.")
    }

    private static func unusable(_ setting: String, _ gateway: ServerURL, _ why: String) -> NoetlError {
        NoetlError(
            .gatewayError, what: "The \(setting) that \(gateway) names is not usable.", why: why,
            next: "Tell whoever runs the gateway, or set up the context by hand: noetl context add --help")
    }
}
