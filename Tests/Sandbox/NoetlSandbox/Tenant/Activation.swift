/// The `/activate` page, where a user types the code of a device (RFC 8628 section 3.3).
struct Activation: Sendable {
    private let request: IncomingRequest
    private let tenant: Tenant

    init(_ request: IncomingRequest, _ tenant: Tenant) {
        self.request = request
        self.tenant = tenant
    }

    /// The form, with the code filled in when the address carries it.
    func page() -> Answer {
        .page(form())
    }

    /// What the form comes to.
    func decide() -> Answer {
        let fields = request.form
        guard let user = known ?? tenant.user(fields["username"], password: fields["password"]) else {
            return .page(form(problem: "Wrong email or password"), status: 400)
        }
        let isDenied = fields["action"] == "deny"
        guard tenant.ledger.decide(userCode: fields["user_code"] ?? "", isDenied ? .denied : .approved(user)) else {
            return .page(form(problem: "That code is not known, was used, or has expired."), status: 400)
        }
        let headers = known == nil ? tenant.signedIn(user, request.door) : [:]
        return .page(isDenied ? Page.deviceDenied : Page.deviceApproved, headers: headers)
    }

    private var known: SandboxUser? {
        tenant.ledger.user(ofCookie: request.cookie(Tenant.cookieName))
    }

    private func form(problem: String? = nil) -> String {
        let code = request.form.filled("user_code") ?? request.query["user_code"] ?? ""
        return Page.activate(
            userCode: code, email: request.form["username"] ?? "", signedInAs: known?.email, problem: problem)
    }
}
