/// Stands between a session and its saving: it must be of the user who was required, or of the one who was there before.
struct IdentityGuard: Sendable {
    let request: LoginRequest
    let target: LoginTarget
    /// What the browser shows, which must not wait for a person's answer.
    let page: PendingPage

    /// Lets the session pass, or asks the person about it; without a person, another user than before is only told.
    ///
    /// - Throws: `wrong_user` for another user than required, and for one whom the person does not want.
    func admit(_ session: GatewaySession, token: Secret, report: LoginNews) async throws(NoetlError) {
        // The gateway's word counts; what the token says stands in for it.
        let arrived =
            session.user.email ?? JSONWebToken(token.reveal())?.claims.email.map { Redaction.cleaned($0) }
        if let required = request.requiredUser {
            guard let arrived, Self.isSame(arrived, required) else { throw .notRequired(arrived, required: required) }
            return
        }
        guard request.savesSession, let context = target.context, let saved = context.session?.user, let arrived,
            !Self.isSame(arrived, saved)
        else { return }
        let canStartOver = if case .pkce = request.mode { true } else { false }
        let change = UserChange(
            context: context.name, saved: Redaction.cleaned(saved), arrived: arrived, canStartOver: canStartOver)
        guard let replies = request.replies else { return report(.userChanged(change)) }
        await page.settle(.finishing)
        report(.confirmUser(change))
        for await isWanted in replies.decisions {
            guard isWanted else { throw .unwanted(change) }
            return
        }
        throw .cancelled
    }

    /// Mail addresses are compared without case, as Auth0 does.
    static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}

extension NoetlError {
    fileprivate static func notRequired(_ arrived: String?, required: String) -> NoetlError {
        let required = Redaction.cleaned(required)
        let why =
            arrived.map { "\($0) signed in, not \(required)." }
            ?? "Neither the gateway nor the token says who signed in, and \(required) was required."
        return NoetlError(
            .wrongUser, what: "Another user signed in than was required; nothing was saved.", why: why,
            next: "Log in again with --force-login, which makes Auth0 ask who you are.",
            nextOnScreen: "Try again: Auth0 asks who you are then.")
    }

    fileprivate static func unwanted(_ change: UserChange) -> NoetlError {
        NoetlError(
            .wrongUser, what: "Nothing was saved.",
            why:
                "\(change.arrived) signed in, and context '\(Redaction.cleaned(change.context))' is \(change.saved)'s.",
            next: "Log in again with --force-login, which makes Auth0 ask who you are.",
            nextOnScreen: "Try again: Auth0 asks who you are then.")
    }
}
