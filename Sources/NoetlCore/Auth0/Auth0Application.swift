/// The Auth0 application that a login signs in to, as the context and the flags describe it.
public struct Auth0Application: Sendable, Equatable {
    /// The tenant.
    public let domain: Auth0Domain
    /// The application's public identifier.
    public let clientID: String
    /// The API that access tokens are for, where one is set.
    public let audience: String?
    /// For applications that want one at the token endpoint.
    public let clientSecret: Secret?

    /// An application of these settings.
    public init(domain: Auth0Domain, clientID: String, audience: String? = nil, clientSecret: Secret? = nil) {
        self.domain = domain
        self.clientID = clientID
        self.audience = audience
        self.clientSecret = clientSecret
    }

    /// Where a person finds the settings: the dashboard's address, or the way there in words.
    public var settingsPlace: String {
        dashboard ?? "Auth0 dashboard > Applications > \(Redaction.cleaned(clientID)) > Settings"
    }

    /// The page of Auth0's dashboard with this application's settings, nil where a custom domain hides the tenant:
    /// `<tenant>.<region>.auth0.com` names both; `<tenant>.auth0.com` is the old form of the region `us`.
    public var dashboard: String? {
        let labels = domain.authority.split(separator: ".", omittingEmptySubsequences: false)
        guard domain.scheme == "https", (3...4).contains(labels.count), labels.suffix(2) == ["auth0", "com"] else {
            return nil
        }
        let region = labels.count == 4 ? labels[1] : "us"
        return
            "https://manage.auth0.com/dashboard/\(region)/\(labels[0])/applications/\(PercentEncoding.encode(clientID))/settings"
    }
}
