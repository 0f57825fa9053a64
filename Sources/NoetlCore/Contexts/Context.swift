import Foundation

/// One named bundle of settings: where the gateway is, which Auth0 application belongs to it, and the cached session.
///
/// A value that was read; changes go through `ContextStore.edit`. A setting that is missing, null or empty is nil.
public struct Context: Sendable, Equatable {
    /// What `--context` calls it.
    public let name: String
    /// The server's address as it is written; checked where it is used.
    public let serverURL: String?
    /// `local`, `distributed` or `auto`, as it is written.
    public let runtime: String?
    /// The Auth0 application that logins use.
    public let auth0: Auth0Settings
    /// Where `port-forward` finds the service.
    public let kube: KubeSettings
    /// What the last login left here.
    public let session: CachedSession?

    /// Joins the parts of a context.
    public init(
        name: String, serverURL: String? = nil, runtime: String? = nil, auth0: Auth0Settings = Auth0Settings(),
        kube: KubeSettings = KubeSettings(), session: CachedSession? = nil
    ) {
        self.name = name
        self.serverURL = serverURL
        self.runtime = runtime
        self.auth0 = auth0
        self.kube = kube
        self.session = session
    }
}

/// The Auth0 application of a context, as it is written; checked where it is used.
public struct Auth0Settings: Sendable, Equatable {
    /// The tenant's host name.
    public let domain: String?
    /// The application's public name.
    public let clientID: String?
    /// Where Auth0 sends the browser back to.
    public let redirectURI: String?
    /// The API that tokens are asked for.
    public let audience: String?
    /// The secret of a confidential application.
    public let clientSecret: Secret?

    /// Joins the parts.
    public init(
        domain: String? = nil, clientID: String? = nil, redirectURI: String? = nil, audience: String? = nil,
        clientSecret: Secret? = nil
    ) {
        self.domain = domain
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.audience = audience
        self.clientSecret = clientSecret
    }
}

/// What `kubectl port-forward` needs to know about a context.
public struct KubeSettings: Sendable, Equatable {
    /// kubectl's own context.
    public let context: String?
    /// The namespace of the service.
    public let namespace: String?
    /// The service's name.
    public let service: String?
    /// The port the service listens on.
    public let remotePort: Int?

    /// Joins the parts.
    public init(context: String? = nil, namespace: String? = nil, service: String? = nil, remotePort: Int? = nil) {
        self.context = context
        self.namespace = namespace
        self.service = service
        self.remotePort = remotePort
    }
}

/// A gateway session that a login left in a context.
public struct CachedSession: Sendable, Equatable {
    /// What the gateway wants to see.
    public let token: Secret
    /// When the gateway said it ends; nil when nobody wrote it down, or not as RFC 3339.
    public let expiresAt: Date?
    /// Whose session it is.
    public let user: String?

    /// Joins the parts.
    public init(token: Secret, expiresAt: Date? = nil, user: String? = nil) {
        self.token = token
        self.expiresAt = expiresAt
        self.user = user
    }
}
