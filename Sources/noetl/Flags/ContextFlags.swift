import ArgumentParser
import NoetlCore

/// The settings of a context as flags: what is not named stays, an empty text clears.
struct ContextFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the gateway or NoETL server.", valueName: "url"))
    var serverUrl: String?

    @Option(help: ArgumentHelp("local, distributed or auto.", valueName: "runtime"))
    var runtime: String?

    @Option(
        name: .customLong("auth0-domain"),
        help: ArgumentHelp("The tenant, like acme.us.auth0.com.", valueName: "domain"))
    var auth0Domain: String?

    @Option(name: .customLong("auth0-client-id"), help: ArgumentHelp("The application's client ID.", valueName: "id"))
    var auth0ClientID: String?

    @Option(
        name: .customLong("auth0-redirect-uri"),
        help: ArgumentHelp("Where Auth0 sends the browser back to.", valueName: "url"))
    var auth0RedirectURI: String?

    @Option(
        name: .customLong("auth0-audience"),
        help: ArgumentHelp("The API that access tokens are for.", valueName: "audience"))
    var auth0Audience: String?

    @Option(
        name: .customLong("auth0-client-secret"),
        help: ArgumentHelp("For applications that want one.", valueName: "secret"))
    var auth0ClientSecret: String?

    @Option(help: ArgumentHelp("kubectl context for port-forward.", valueName: "name"))
    var kubeContext: String?

    @Option(help: ArgumentHelp("Namespace of the service.", valueName: "name"))
    var kubeNamespace: String?

    @Option(help: ArgumentHelp("Name of the service.", valueName: "name"))
    var kubeService: String?

    @Option(help: ArgumentHelp("Port of the service; 0 clears.", valueName: "port"))
    var kubeRemotePort: Int?

    /// The change that the flags state, checked.
    ///
    /// - Throws: `usage` for a URL, domain, runtime or port that is not usable.
    func change() throws(NoetlError) -> ContextChange {
        var change = ContextChange()
        if let serverUrl { change[.serverURL] = .set(try ServerURL(serverUrl).description) }
        if let runtime { change[.runtime] = .set(runtime.isEmpty ? "" : try Self.checked(runtime: runtime)) }
        if let domain = auth0Domain {
            change[.auth0Domain] = .set(domain.isEmpty ? "" : try Auth0Domain(domain).description)
        }
        if let port = kubeRemotePort {
            try Amounts.check(port, in: 0...65_535, flag: "--kube-remote-port")
            change[.kubeRemotePort] = .set(port)
        }
        if let address = auth0RedirectURI {
            // Checked as an address, saved as it was given: the tenant compares it to the letter.
            if !address.isEmpty { _ = try ServerURL(address, from: "--auth0-redirect-uri") }
            change[.auth0RedirectURI] = .set(address)
        }
        let texts: [(ContextField, String, String?)] = [
            (.auth0ClientID, "--auth0-client-id", auth0ClientID), (.auth0Audience, "--auth0-audience", auth0Audience),
            (.kubeContext, "--kube-context", kubeContext), (.kubeNamespace, "--kube-namespace", kubeNamespace),
            (.kubeService, "--kube-service", kubeService),
        ]
        for (field, flag, text) in texts {
            guard let text else { continue }
            change[field] = .set(try Self.checked(text, flag: flag))
        }
        if let secret = auth0ClientSecret { change[.auth0ClientSecret] = .set(Secret(secret)) }
        return change
    }

    /// A text of one line.
    private static func checked(_ text: String, flag: String) throws(NoetlError) -> String {
        guard !text.unicodeScalars.contains(where: Redaction.isHarmful) else {
            throw NoetlError(
                .usage, what: "The value of \(flag) is not usable.",
                why: "'\(Redaction.cleaned(text, limit: 60))' was given with control characters in it.",
                next: "Give it without line breaks and control characters.")
        }
        return text
    }

    /// One of the three runtimes.
    ///
    /// - Throws: `usage` for anything else.
    static func checked(runtime: String) throws(NoetlError) -> String {
        guard ["local", "distributed", "auto"].contains(runtime) else {
            throw NoetlError(
                .usage, what: "The runtime is not known.", why: "'\(Redaction.cleaned(runtime, limit: 40))' was given.",
                next: "Use local, distributed or auto.")
        }
        return runtime
    }
}
