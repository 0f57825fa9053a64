import Foundation
import NoetlCore

/// The words for what was pasted.
enum ProofWords {
    /// What a pasted text is, without showing it.
    static func shape(of text: Secret, at now: Date) -> TokenPrompt.Shape {
        switch PastedProof(text) {
        // Of Auth0's tokens, only an ID token says whose email it is.
        case .token(let facts): shape(facts.email == nil ? "Token" : "ID token", facts, at: now)
        case .callbackURL(let facts):
            shape("Callback URL with \(facts.email == nil ? "a token" : "an ID token")", facts, at: now)
        case .unusable(let reason): .init(text: reason, verdict: .bad)
        }
    }

    /// Why a pasted callback URL is not the one that is waited for.
    static func words(for problem: LoginReplies.PasteProblem, redirect: String) -> String {
        switch problem {
        case .notTheRedirect: "This does not begin with \(redirect), as the browser's does."
        case .stranger: "This belongs to another login. Sign in with the page of this one."
        case .malformed: "There is neither a code nor an error in it. Copy the whole address."
        }
    }

    private static func shape(_ kind: String, _ facts: PastedProof.Facts, at now: Date) -> TokenPrompt.Shape {
        let owner = facts.email.map { " for \($0)" } ?? ""
        guard let expiry = facts.expiresAt else { return .init(text: kind + owner, verdict: .good) }
        let left = expiry.timeIntervalSince(now)
        guard left > 0 else {
            return .init(text: "\(kind)\(owner), expired \(Ago.text(-left)) ago", verdict: .bad)
        }
        return .init(text: "\(kind)\(owner), expires in \(Ago.text(left))", verdict: .good)
    }
}
