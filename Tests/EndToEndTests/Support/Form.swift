/// The three forms in which a login reports.
enum Form: String, CaseIterable, Sendable {
    case human, json, quiet

    /// The flags that ask for it.
    var flags: [String] {
        switch self {
        case .human: []
        case .json: ["--json"]
        case .quiet: ["--quiet"]
        }
    }
}
