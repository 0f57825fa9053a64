import ArgumentParser
import NoetlCore

/// The settings of a context as flags: what is not named stays, an empty text clears.
struct ContextFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the gateway or NoETL server.", valueName: "url"))
    var serverUrl: String?

    @Option(
        help: ArgumentHelp("local, distributed or auto.", valueName: "runtime"),
        completion: .list(ContextField.runtimes))
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
        let texts: [(ContextField, String, String?)] = [
            (.serverURL, "--server-url", serverUrl), (.runtime, "--runtime", runtime),
            (.auth0Domain, "--auth0-domain", auth0Domain), (.auth0ClientID, "--auth0-client-id", auth0ClientID),
            (.auth0RedirectURI, "--auth0-redirect-uri", auth0RedirectURI),
            (.auth0Audience, "--auth0-audience", auth0Audience),
            (.auth0ClientSecret, "--auth0-client-secret", auth0ClientSecret),
            (.kubeContext, "--kube-context", kubeContext), (.kubeNamespace, "--kube-namespace", kubeNamespace),
            (.kubeService, "--kube-service", kubeService),
        ]
        for (field, flag, text) in texts {
            guard let text else { continue }
            change[field] = try field.edit(text, from: flag)
        }
        if let port = kubeRemotePort {
            try Amounts.check(port, in: 0...65_535, flag: "--kube-remote-port")
            change[.kubeRemotePort] = .set(port)
        }
        return change
    }
}
