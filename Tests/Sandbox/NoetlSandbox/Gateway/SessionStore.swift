import Foundation

/// The gateway's sessions.
final class SessionStore: Sendable {
    /// A session that somebody has.
    struct Session: Sendable {
        let token: String
        let user: SandboxUser
        let userID: Int
        let expires: Date

        /// The user as the gateway reports it.
        var userInfo: JSONValue {
            [
                "user_id": .integer(userID), "email": .string(user.email), "display_name": .string(user.name),
                "roles": .array(user.roles.map { .string($0) }),
            ]
        }
    }

    private let sessions = Locked<[String: Session]>([:])

    /// Starts a session.
    func start(for user: SandboxUser, userID: Int, seconds: Int) -> Session {
        let expires = Date(timeIntervalSinceNow: Double(seconds))
        let session = Session(token: RandomText.sessionToken(), user: user, userID: userID, expires: expires)
        sessions.withLock { $0[session.token] = session }
        return session
    }

    /// The session of a token, unless it is over.
    func session(_ token: String) -> Session? {
        guard let session = sessions.withLock({ $0[token] }), session.expires > Date() else { return nil }
        return session
    }

    /// Ends all sessions.
    func expireAll() {
        sessions.withLock { $0 = [:] }
    }
}
