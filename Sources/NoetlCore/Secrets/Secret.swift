/// A value that must not leak: a password, a token, a client secret.
///
/// It prints, interpolates and mirrors as `‹hidden›`. Only `reveal()` gives the value, and only where bytes leave
/// for the wire or for the 0600 config file.
public struct Secret: Sendable {
    private let value: String

    /// Hides `value`.
    public init(_ value: String) { self.value = value }

    /// The value itself, for the wire, the config file and the two commands that exist to print it.
    public func reveal() -> String { value }

    /// Whether there is nothing to hide.
    public var isEmpty: Bool { value.isEmpty }

    /// The first six and last four characters, or `[redacted]` when twelve or fewer would give too much away.
    public var masked: String {
        value.count <= 12
            ? "[redacted]"
            : "\(Redaction.cleaned(String(value.prefix(6))))...\(Redaction.cleaned(String(value.suffix(4))))"
    }
}

extension Secret: Equatable, Hashable {
    /// Compares in constant time, so that a comparison tells nothing about the value.
    public static func == (left: Secret, right: Secret) -> Bool {
        Redaction.equalInConstantTime(left.value, right.value)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `‹hidden›`.
    public var description: String { "‹hidden›" }
    /// Always `‹hidden›`.
    public var debugDescription: String { description }
    /// Empty, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
