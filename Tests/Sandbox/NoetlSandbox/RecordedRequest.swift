/// One request that the sandbox got, with what it answered.
public struct RecordedRequest: Sendable, Equatable {
    /// Place in the order of arrival, from 0.
    public let number: Int
    /// Who was asked.
    public let server: SandboxServer
    /// Over TLS or not.
    public let door: Door
    /// The endpoint, as scripts name it.
    public let endpoint: SandboxEndpoint
    /// `GET`, `POST`, ...
    public let method: String
    /// The path without the query, as sent.
    public let path: String
    /// The query, decoded; the first value of a name that was sent twice.
    public let query: [String: String]
    /// Lower-case names; values of a repeated header are joined with `, `.
    public let headers: [String: String]
    /// The body as text.
    public let body: String
    /// The fields of a form-encoded body, decoded; empty for other bodies.
    public let form: [String: String]
    /// The client's port, which tells its connections apart.
    public let clientPort: Int
    /// When it arrived, counted from the start of the sandbox.
    public let arrived: Duration
    /// The status it was answered with; nil while it is open and when it was dropped.
    public internal(set) var status: Int?
    /// Whether it was answered or dropped.
    public internal(set) var isOver: Bool

    /// The body as JSON, nil when it is none.
    public var json: JSONValue? { try? JSONValue(parsing: body) }
}

extension RecordedRequest: Encodable {
    private enum Key: String, CodingKey {
        case number, server, door, endpoint, method, path, query, headers, body, form
        case arrived = "arrived_ms"
        case status
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(number, forKey: .number)
        try members.encode(server, forKey: .server)
        try members.encode(door, forKey: .door)
        try members.encode(endpoint, forKey: .endpoint)
        try members.encode(method, forKey: .method)
        try members.encode(path, forKey: .path)
        try members.encode(query, forKey: .query)
        try members.encode(headers, forKey: .headers)
        try members.encode(body, forKey: .body)
        try members.encode(form, forKey: .form)
        try members.encode(Int(arrived / .milliseconds(1)), forKey: .arrived)
        try members.encode(status, forKey: .status)
    }
}
