import Foundation

/// Where a login goes, resolved from flags, environment and one context, before anything is opened or asked.
struct LoginTarget: Sendable {
    /// The context read from, and saved to when the request saves; nil when everything came from flags.
    let context: Context?
    let gateway: ServerURL
    /// The tenant; nil when nothing names it and the mode can do without.
    let domain: Auth0Domain?
    let clientID: String?
    let audience: String?
    let clientSecret: Secret?
    /// Where a PKCE redirect is caught.
    let redirect: LoopbackRedirect
    /// Whether the domain shall be saved with the session.
    let learnsDomain: Bool

    /// Resolves `request` against the contexts.
    ///
    /// - Throws: `context_not_found`, `missing_setting`, `usage`.
    init(of request: LoginRequest, in contexts: Contexts) throws(NoetlError) {
        let overrides = request.overrides
        let needsNoContext = overrides.serverURL != nil && !request.savesSession && request.context.name == nil
        let context =
            needsNoContext ? contexts.current.flatMap { contexts[$0] } : try request.context.resolve(in: contexts)
        self.context = context
        gateway = try Self.gateway(of: request, context: context)
        let auth0 = context?.auth0
        domain =
            if let named = overrides.auth0Domain {
                try Auth0Domain(named)
            } else if let known = auth0?.domain {
                try Auth0Domain(known, from: Self.origin(of: context))
            } else { nil }
        clientID = overrides.auth0ClientID ?? auth0?.clientID
        audience = overrides.auth0Audience ?? auth0?.audience
        clientSecret = overrides.auth0ClientSecret ?? auth0?.clientSecret
        redirect = try Self.redirect(overrides, context: auth0?.redirectURI)
        learnsDomain = context != nil && overrides.auth0Domain != nil && auth0?.domain == nil
        if request.mode.needsTenant { _ = try application }
    }

    /// The application to sign in to.
    ///
    /// - Throws: `missing_setting`, naming the command that sets it.
    var application: Auth0Application {
        get throws(NoetlError) {
            guard let domain else { throw .missingSetting("Auth0 domain", flag: "auth0-domain", of: context) }
            guard let clientID, !clientID.isEmpty else {
                throw .missingSetting("Auth0 client ID", flag: "auth0-client-id", of: context)
            }
            return Auth0Application(domain: domain, clientID: clientID, audience: audience, clientSecret: clientSecret)
        }
    }

    private static func origin(of context: Context?) -> String {
        context.map { "context '\(Redaction.cleaned($0.name))'" } ?? "the context"
    }

    /// The gateway: a foreign one gets no session saved, and an unencrypted one needs leave.
    private static func gateway(of request: LoginRequest, context: Context?) throws(NoetlError) -> ServerURL {
        let gateway: ServerURL
        if let named = request.overrides.serverURL {
            gateway = try ServerURL(named)
            if request.savesSession, let known = context?.serverURL,
                try ServerURL(known, from: origin(of: context)).origin != gateway.origin
            {
                throw NoetlError(
                    .usage, what: "A session of \(gateway.origin) cannot be saved on \(origin(of: context)).",
                    why: "Its server URL is \(Redaction.cleaned(known)).",
                    next: "Add --no-save, or choose the context of that gateway with --context.")
            }
        } else if let known = context?.serverURL, !known.isEmpty {
            gateway = try ServerURL(known, from: origin(of: context))
        } else {
            throw .missingSetting("server URL", flag: "server-url", of: context)
        }
        guard !gateway.isExposed || request.allowsInsecureHTTP else { throw .exposedGateway(gateway) }
        return gateway
    }

    /// The flag, else `--pkce-port`, else the context's when a listener can serve it, else the product's own.
    private static func redirect(
        _ overrides: LoginRequest.Overrides, context: String?
    ) throws(NoetlError) -> LoopbackRedirect {
        if let named = overrides.auth0RedirectURI {
            guard let redirect = LoopbackRedirect(named) else {
                throw NoetlError(
                    .usage, what: "The redirect URI of --auth0-redirect-uri is not usable.",
                    why:
                        "'\(Redaction.cleaned(named, limit: 100))' is not http:// on 127.0.0.1, localhost or [::1] with a port.",
                    next: "Give one like http://127.0.0.1:8765/callback, and allowlist it in Auth0.")
            }
            if let port = overrides.pkcePort, port != redirect.port {
                throw NoetlError(
                    .usage, what: "--pkce-port and --auth0-redirect-uri disagree.",
                    why: "--pkce-port is \(port), and the redirect URI has port \(redirect.port).",
                    next: "Leave one of them out.")
            }
            return redirect
        }
        if let port = overrides.pkcePort { return LoopbackRedirect(port: port) }
        return context.flatMap { LoopbackRedirect($0) } ?? LoopbackRedirect()
    }
}

extension NoetlError {
    static func missingSetting(
        _ name: String, flag: String, of context: Context?, what: String = "The login did not start."
    ) -> NoetlError {
        let owner = context.map { "Context '\(Redaction.cleaned($0.name))' has no \(name)." } ?? "No \(name) is known."
        let value = flag.hasSuffix("id") ? "<id>" : flag.hasSuffix("url") ? "<url>" : "<domain>"
        let next = context.map { "Set it:  noetl context update \(shellWord($0.name)) --\(flag)=\(value)" }
        return NoetlError(
            .missingSetting, what: what, why: owner, next: next ?? "Pass --\(flag) \(value).",
            nextOnScreen: "Set it in the context's settings.")
    }

    static func exposedGateway(_ gateway: ServerURL, what: String = "The login did not start.") -> NoetlError {
        NoetlError(
            .usage, what: what,
            why:
                "The session would cross the network unencrypted: the gateway is \(Redaction.cleaned(gateway.description)).",
            next: "Use an https:// server URL, or pass --insecure-http if you accept that.")
    }
}
