/// What an endpoint does instead of its duty, once per place in the queue.
public enum ScriptedAnswer: Sendable, Equatable {
    /// The true answer; leaves a gap between scripted ones.
    case honest
    /// The connection is closed without a byte.
    case drop
    /// No answer, until the client gives up or the sandbox stops.
    case hang
    /// A refusal in the endpoint's own shape.
    case failure(SandboxFailure)
    /// Exactly this; without a `content-type` it is sent as none.
    case reply(status: Int, headers: [String: String] = [:], body: String = "")
    /// A body of that many bytes of `x`.
    case flood(status: Int = 200, bytes: Int)
    /// A body that comes one byte at a time, with the pause before each.
    case drip(status: Int = 200, body: String, every: Duration)

    /// The device code is not approved yet.
    public static let authorizationPending = ScriptedAnswer.failure(.authorizationPending)
    /// The device polls too fast.
    public static let slowDown = ScriptedAnswer.failure(.slowDown)
    /// The gateway's auth backend is busy: 503.
    public static let gatewayBusy = ScriptedAnswer.failure(.gatewayBusy)

    /// A status without a word of reason.
    public static func empty(_ status: Int) -> ScriptedAnswer {
        .reply(status: status)
    }

    /// The HTML page that a proxy answers with in place of the service.
    public static func proxyPage(_ status: Int = 502) -> ScriptedAnswer {
        .reply(
            status: status, headers: ["content-type": "text/html"],
            body: "<html><head><title>\(status) Bad Gateway</title></head><body>nginx</body></html>")
    }

    /// A redirect somewhere else.
    public static func redirect(to address: String, status: Int = 302) -> ScriptedAnswer {
        .reply(status: status, headers: ["location": address])
    }
}

/// In JSON: a string (`honest`, `drop`, `hang`, a code that `SandboxFailure` has a name for) or an object
/// (see `ScriptUpdate`).
extension ScriptedAnswer: Decodable {
    private enum Key: String, CodingKey {
        case error
        case description = "error_description"
        case status, headers, body, redirect, bytes
        case everyMilliseconds = "every_ms"
    }

    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            switch word {
            case "honest": self = .honest
            case "drop": self = .drop
            case "hang": self = .hang
            default:
                guard let failure = SandboxFailure.named(word) else {
                    throw DecodingError.dataCorrupted(
                        .init(codingPath: decoder.codingPath, debugDescription: "no scripted answer '\(word)'"))
                }
                self = .failure(failure)
            }
            return
        }
        let members = try decoder.container(keyedBy: Key.self)
        let status = try members.decodeIfPresent(Int.self, forKey: .status)
        let headers = try members.decodeIfPresent([String: String].self, forKey: .headers) ?? [:]
        if let error = try members.decodeIfPresent(String.self, forKey: .error) {
            var failure =
                SandboxFailure.named(error) ?? SandboxFailure(status: 400, error: error, description: nil)
            if let status { failure.status = status }
            if members.contains(.description) {
                failure.description = try members.decodeIfPresent(String.self, forKey: .description)
            }
            failure.headers.merge(headers) { $1 }
            self = .failure(failure)
        } else if let address = try members.decodeIfPresent(String.self, forKey: .redirect) {
            self = .redirect(to: address, status: status ?? 302)
        } else if let bytes = try members.decodeIfPresent(Int.self, forKey: .bytes) {
            self = .flood(status: status ?? 200, bytes: bytes)
        } else {
            let body = try members.decodeIfPresent(String.self, forKey: .body) ?? ""
            if let pause = try members.decodeIfPresent(Int.self, forKey: .everyMilliseconds) {
                self = .drip(status: status ?? 200, body: body, every: .milliseconds(pause))
            } else {
                self = .reply(status: status ?? 200, headers: headers, body: body)
            }
        }
    }
}
