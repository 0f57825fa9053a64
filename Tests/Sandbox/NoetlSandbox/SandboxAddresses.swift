/// Where everything is; `noetl-sandbox` prints it as one JSON line.
public struct SandboxAddresses: Codable, Sendable, Equatable {
    /// The Auth0 domain: `localhost:PORT`, https.
    public var tenantDomain: String
    /// The tenant over https, without a slash at the end.
    public var tenantURL: String
    /// The tenant over http, without a slash at the end; also good as an Auth0 domain.
    public var tenantPlainURL: String
    /// The gateway over https.
    public var gatewayURL: String
    /// The gateway over http.
    public var gatewayPlainURL: String
    /// The NoETL server itself, over http and without a session.
    public var serverURL: String
    /// The control API, over http.
    public var controlURL: String
    /// The path of the certificate authority in PEM.
    public var caFile: String
    /// The first application.
    public var clientID: String
    /// The first application's secret, if it has one.
    public var clientSecret: String?
    /// All applications.
    public var clients: [SandboxClient]
    /// Everybody who can sign in, with passwords.
    public var users: [SandboxUser]
    /// The database connection for the password-realm grant.
    public var realm: String
    /// The API audiences that tokens can be asked for.
    public var audiences: [String]
}
