/// One setting of a context, whatever its key in the file is called.
public enum ContextField: CaseIterable, Sendable {
    case serverURL, runtime
    case sessionToken, sessionExpiresAt, sessionUser
    case auth0Domain, auth0ClientID, auth0RedirectURI, auth0Audience, auth0ClientSecret
    case kubeContext, kubeNamespace, kubeService, kubeRemotePort

    /// What the program itself calls the field.
    public var name: String { "\(self)" }

    /// The field's keys in the file, the one that wins first; a new context gets that one.
    var keys: [String] {
        switch self {
        case .serverURL: ["server_url"]
        case .runtime: ["runtime"]
        case .sessionToken: ["gateway_session_token"]
        case .sessionExpiresAt: ["gateway_session_expires_at"]
        case .sessionUser: ["gateway_session_user"]
        case .auth0Domain: ["gateway_auth0_domain", "auth0_domain"]
        case .auth0ClientID: ["gateway_auth0_client_id", "auth0_client_id"]
        case .auth0RedirectURI: ["gateway_auth0_redirect_uri", "auth0_redirect_uri"]
        case .auth0Audience: ["gateway_auth0_audience", "auth0_audience"]
        case .auth0ClientSecret: ["gateway_auth0_client_secret", "auth0_client_secret"]
        case .kubeContext: ["kube_context"]
        case .kubeNamespace: ["kube_namespace"]
        case .kubeService: ["kube_service"]
        case .kubeRemotePort: ["kube_remote_port"]
        }
    }

    /// Every key in the order in which they are written.
    static let allKeys = allCases.flatMap(\.keys)

    /// Which field a key of the file means, and how its spelling ranks (0 wins).
    static let spellings: [String: (field: ContextField, rank: Int)] = {
        var table: [String: (field: ContextField, rank: Int)] = [:]
        for field in allCases {
            for (rank, key) in field.keys.enumerated() { table[key] = (field, rank) }
        }
        return table
    }()
}
