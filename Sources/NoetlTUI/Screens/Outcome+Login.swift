import Foundation
import NoetlCore

extension Outcome {
    /// The end of a login that succeeded, in the words of the login report.
    init(success outcome: LoginOutcome, at now: Date, context: String) {
        let session = outcome.session
        let expiry = session.expiresAt.map { date in
            let left = date.timeIntervalSince(now)
            return "\(Timestamp.text(date)) (\(left >= 0 ? "in \(Ago.text(left))" : "\(Ago.text(-left)) ago"))"
        }
        self.init(
            .success([
                .init("User", session.user.email ?? session.user.displayName ?? "(not stated)"),
                .init("Gateway", outcome.gateway.description, cut: .path), .init("Token", session.token.masked),
                .init("Expires", expiry ?? "(not stated)"),
                .init("Saved", outcome.savedContext.map { "context '\($0)'" } ?? "disabled (--no-save)"),
            ]), context: context)
        login = outcome
    }

    /// How the wizard ends when it is left from here.
    var ending: WizardEnd {
        switch result {
        case .success: login.map(WizardEnd.loggedIn) ?? .left
        case .failure(let error): .failed(error)
        }
    }
}
