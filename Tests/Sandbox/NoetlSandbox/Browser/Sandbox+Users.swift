/// Users for tests without a browser.
extension Sandbox {
    /// Thrown when a user is asked for who is not there.
    public struct UnknownUser: Error {}

    /// Thrown when the activation page refuses a code.
    public struct ActivationRefused: Error {
        /// The status of the page.
        public let status: Int
        /// What the page said.
        public let pageBody: String
    }

    /// Opens an authorization URL, signs in (the first user and the right password unless told otherwise) and follows
    /// the redirect to the loopback callback; gives the last page, or 302 and the address when that is elsewhere.
    @discardableResult
    public func signIn(
        at authorizationURL: String, as email: String? = nil, password: String? = nil, denies: Bool = false
    ) async throws -> (status: Int, pageBody: String) {
        var wish = try wish(email, denies: denies)
        if let password { wish.password = password }
        let outcome = try await StubBrowser(caFile: addresses.caFile).open(authorizationURL, wish)
        return (outcome.status, outcome.pageBody.isEmpty ? outcome.address : outcome.pageBody)
    }

    /// Signs in with a browser that cannot reach `redirect`, and gives the address that it ends at.
    public func callback(of authorizationURL: String, redirect: String) async throws -> String {
        var wish = try wish(nil, denies: false)
        wish.unreachable = redirect
        return try await StubBrowser(caFile: addresses.caFile).open(authorizationURL, wish).address
    }

    /// Types a user code on the activation page, signs in and approves; throws `ActivationRefused`.
    public func approveDevice(userCode: String, as email: String? = nil) async throws {
        try await activate(userCode, email, denies: false)
    }

    /// Types a user code on the activation page, signs in and denies; throws `ActivationRefused`.
    public func denyDevice(userCode: String, as email: String? = nil) async throws {
        try await activate(userCode, email, denies: true)
    }

    private func activate(_ userCode: String, _ email: String?, denies: Bool) async throws {
        var wish = try wish(email, denies: denies)
        wish.userCode = userCode
        let outcome = try await StubBrowser(caFile: addresses.caFile).open("\(addresses.tenantURL)/activate", wish)
        guard outcome.status == 200 else {
            throw ActivationRefused(status: outcome.status, pageBody: outcome.pageBody)
        }
    }

    private func wish(_ email: String?, denies: Bool) throws -> StubBrowser.Wish {
        guard let user = addresses.users.first(where: { email == nil || $0.email == email }) else {
            throw UnknownUser()
        }
        return StubBrowser.Wish(email: user.email, password: user.password, denies: denies)
    }
}
