extension Context {
    /// What a field holds, as it is written; kept as `Secret`, since some of them are. The expiry is RFC 3339.
    public func value(of field: ContextField) -> Secret? {
        switch field {
        case .auth0ClientSecret: return auth0.clientSecret
        case .sessionToken: return session?.token
        default: return openValue(of: field).map { Secret($0) }
        }
    }

    private func openValue(of field: ContextField) -> String? {
        switch field {
        case .serverURL: serverURL
        case .runtime: runtime
        case .auth0Domain: auth0.domain
        case .auth0ClientID: auth0.clientID
        case .auth0RedirectURI: auth0.redirectURI
        case .auth0Audience: auth0.audience
        case .kubeContext: kube.context
        case .kubeNamespace: kube.namespace
        case .kubeService: kube.service
        case .kubeRemotePort: kube.remotePort.map(String.init)
        case .sessionExpiresAt: session?.expiresAt?.formatted(.iso8601)
        case .sessionUser: session?.user
        case .auth0ClientSecret, .sessionToken: nil
        }
    }
}

extension ContextChange {
    /// The fields that others have changed from `base` to something else than this change makes of them; `theirs` is
    /// the context as it is now.
    public func conflicts(from base: Context, with theirs: Context) -> [ContextField] {
        ContextField.allCases.filter { field in
            guard let edit = self[field] else { return false }
            let mine: Secret? = if case .replace(let secret) = edit { secret } else { nil }
            let now = theirs.value(of: field)
            return now != base.value(of: field) && now != mine
        }
    }
}
