/// The environment variables of the process, as a value, so that tests can give their own.
public struct Environment: Sendable {
    private let values: [String: String]

    /// An environment of exactly these variables.
    public init(_ values: [String: String]) { self.values = values }

    /// The variable's value, or nil when it is unset or empty.
    public subscript(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }
}
