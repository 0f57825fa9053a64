/// What an edit of one field means for the keys in the text.
struct FieldAssignment {
    let key: String
    let value: YAMLValue

    /// The assignments that bring `change` about in a context with these entries, in the order of writing; none for
    /// what is so already. Throws `usage` for a value that the field cannot hold.
    static func assignments(
        for change: ContextChange, to entries: ContextEntries, of name: String
    ) throws(NoetlError) -> [FieldAssignment] {
        var result: [FieldAssignment] = []
        for field in ContextField.allCases {
            switch change[field] {
            case .replace(let secret): result += try setting(field, to: secret.reveal(), in: entries)
            case .clear: result += try clearing(field, in: entries, of: name)
            case nil: break
            }
        }
        return result
    }

    /// The value as the file has it; throws `usage` for a port that is none.
    static func value(_ text: String, of field: ContextField) throws(NoetlError) -> YAMLValue {
        guard field == .kubeRemotePort else { return .text(text) }
        guard let port = ConfigShape.port(text), port > 0 else { throw .badPort(text) }
        return .integer(port)
    }

    private static func setting(
        _ field: ContextField, to text: String, in entries: ContextEntries
    ) throws(NoetlError) -> [FieldAssignment] {
        let value = try value(text, of: field)
        let key =
            field.keys.first { !entries.effective.isBlank($0) } ?? field.keys.first { entries.own.node($0) != nil }
            ?? newKey(of: field, in: entries)
        let present = entries.effective.node(key)
        return present == value.node && !isQuotedNumber(present, for: value)
            ? [] : [FieldAssignment(key: key, value: value)]
    }

    // "8082" in quotes is a text to the other CLI, which then refuses the file.
    private static func isQuotedNumber(_ node: YAMLNode?, for value: YAMLValue) -> Bool {
        if case .integer = value { node?.scalar?.style != .plain } else { false }
    }

    /// Every spelling is cleared: a value left under the other one would come to light.
    private static func clearing(
        _ field: ContextField, in entries: ContextEntries, of name: String
    ) throws(NoetlError) -> [FieldAssignment] {
        let keys = field.keys.filter { !entries.effective.isBlank($0) }
        guard !keys.isEmpty else { return [] }
        switch field {
        case .serverURL: throw .contextNeedsServer(name)
        // The other CLI takes a null here for a runtime called "null".
        case .runtime: return try setting(.runtime, to: "auto", in: entries)
        default: return keys.map { FieldAssignment(key: $0, value: .null) }
        }
    }

    // A context keeps to the spelling it uses; the first one is what the other CLI understands.
    private static func newKey(of field: ContextField, in entries: ContextEntries) -> String {
        let names = entries.effective.compactMap(\.name)
        let usesSecond = !names.contains { $0.hasPrefix("gateway_auth0_") } && names.contains { $0.hasPrefix("auth0_") }
        return usesSecond ? field.keys[field.keys.count - 1] : field.keys[0]
    }
}

extension [YAMLEntry] {
    /// The value under `key`.
    func node(_ key: String) -> YAMLNode? { first { $0.name == key }?.value }

    /// Whether `key` is missing, null or empty.
    func isBlank(_ key: String) -> Bool { node(key)?.scalar?.isBlank ?? (node(key) == nil) }
}
