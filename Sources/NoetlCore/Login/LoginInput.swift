import Foundation

/// What the text of `--auth0`, or of a paste, turned out to be.
public enum LoginInput: Sendable, Equatable {
    /// A mail address, to sign in as.
    case email(String)
    /// An Auth0 ID or access token.
    case token(Secret)
    /// The address that an application was redirected to.
    case callbackURL(Secret)

    /// Recognises `text`, trimmed; nil when it has none of the three shapes.
    ///
    /// A mail address is looked for before a token, since `first.last@example.com` has dots too.
    public init?(inferring text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let lower = text.prefix(8).lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") {
            self = .callbackURL(Secret(text))
        } else if Self.isEmail(text) {
            self = .email(text)
        } else if JSONWebToken.hasShape(text) {
            self = .token(Secret(text))
        } else {
            return nil
        }
    }

    /// Exactly one `@` with something before it and a dot after it, and no blanks or control characters.
    public static func isEmail(_ text: String) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, let dot = halves[1].firstIndex(of: ".") else { return false }
        let isClean = text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control
        }
        return isClean && dot != halves[1].startIndex && !halves[1].hasSuffix(".")
    }
}

extension NoetlError {
    /// The value is not echoed: it may be a broken token.
    public static let unrecognisedInput = NoetlError(
        .usage, what: "The value of --auth0 was not recognised.",
        why: "It is neither an email (you@example.com), nor a token (three parts with dots: eyJ....eyJ....sig), "
            + "nor a callback URL (https://app.acme.com/login#id_token=...).",
        next: "See: noetl auth login --help")
}
