/// What a request is answered with.
enum Answer: Sendable {
    case reply(Reply)
    /// The connection is closed without a byte.
    case drop

    /// A JSON answer that must not be cached.
    static func json(_ value: JSONValue, status: Int = 200, headers: [String: String] = [:]) -> Answer {
        let standing = ["content-type": "application/json", "cache-control": "no-store"]
        return .reply(Reply(status: status, headers: standing.merging(headers) { $1 }, body: .text(value.line)))
    }

    /// A plain-text answer.
    static func text(_ text: String, status: Int = 200) -> Answer {
        .reply(Reply(status: status, headers: ["content-type": "text/plain; charset=utf-8"], body: .text(text)))
    }

    /// A page for a browser, which may load nothing from anywhere.
    static func page(_ html: String, status: Int = 200, headers: [String: String] = [:]) -> Answer {
        // No form-action: browsers would apply it to the redirect that follows the login form.
        let standing = [
            "content-type": "text/html; charset=utf-8",
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        ]
        return .reply(Reply(status: status, headers: standing.merging(headers) { $1 }, body: .text(html)))
    }

    /// A redirect as browsers and Auth0 do it: 302, and the next request is a GET.
    static func redirect(to address: String, headers: [String: String] = [:]) -> Answer {
        let standing = ["location": address, "cache-control": "no-store"]
        return .reply(Reply(status: 302, headers: standing.merging(headers) { $1 }, body: .text("Found. \(address)")))
    }

    /// The status code, nil when nothing is answered.
    var status: Int? {
        guard case .reply(let reply) = self else { return nil }
        return reply.status
    }
}
