/// One way to obtain an Auth0 token.
protocol Grant: Sendable {
    /// Obtains the token, reporting what a person must know or do meanwhile; cancelling the task frees everything.
    func token(report: @escaping LoginNews) async throws(NoetlError) -> Secret
}

/// The scopes of every login: an ID token (`openid`) that says who it is.
let loginScope = "openid profile email"
