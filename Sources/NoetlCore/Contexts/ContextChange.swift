import Foundation

/// A set of edits to one context: what is not named stays.
///
/// All values are kept as `Secret`, so that no description or dump of a change shows a token.
public struct ContextChange: Sendable, Equatable {
    /// What happens to one field.
    public enum Edit: Sendable, Equatable {
        case replace(Secret)
        case clear

        /// The field becomes `text`; an empty text clears it.
        public static func set(_ text: String) -> Edit { text.isEmpty ? .clear : .replace(Secret(text)) }
        /// The field becomes `secret`; an empty one clears it.
        public static func set(_ secret: Secret) -> Edit { secret.isEmpty ? .clear : .replace(secret) }
        /// The field becomes `number`; zero clears it.
        public static func set(_ number: Int) -> Edit { number == 0 ? .clear : .set(String(number)) }
        /// The field becomes `date`, as RFC 3339 in UTC.
        public static func set(_ date: Date) -> Edit { .set(date.formatted(.iso8601)) }
    }

    private(set) var edits: [ContextField: Edit]

    /// These edits and no others.
    public init(_ edits: [ContextField: Edit] = [:]) { self.edits = edits }

    /// The edit of one field; nil leaves the field alone.
    public subscript(field: ContextField) -> Edit? {
        get { edits[field] }
        set { edits[field] = newValue }
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { edits.isEmpty }

    /// What a login leaves behind: the token, and what is known about it.
    public static func session(_ session: CachedSession) -> ContextChange {
        ContextChange([
            .sessionToken: .set(session.token),
            .sessionExpiresAt: session.expiresAt.map(Edit.set) ?? .clear,
            .sessionUser: session.user.map(Edit.set) ?? .clear,
        ])
    }

    /// What a logout leaves behind: no session.
    public static let endingSession = ContextChange([
        .sessionToken: .clear, .sessionExpiresAt: .clear, .sessionUser: .clear,
    ])
}
