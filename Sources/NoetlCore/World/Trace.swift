/// The `--debug` trace: requests, statuses, timings and decisions, and never a secret.
///
/// Addresses are traced without their query, bodies and headers not at all.
public struct Trace: Sendable {
    private let write: (@Sendable (String) -> Void)?

    /// A trace that hands each line, without its line end, to `write`.
    public init(to write: @escaping @Sendable (String) -> Void) { self.write = write }

    private init() { write = nil }

    /// Says nothing, and does not even build the line.
    public static let off = Trace()

    /// Writes one line, cleaned of control characters.
    public func callAsFunction(_ line: @autoclosure () -> String) {
        guard let write else { return }
        write(Redaction.cleaned(line(), limit: 1_000))
    }
}
