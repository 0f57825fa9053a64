import Foundation

/// Asks the tenant whether it accepts the redirect URI, as a browser without cookies would find out.
///
/// `prompt=none` (OpenID Connect Core 3.1.2.1) makes the tenant answer at once: by redirect to a callback that it
/// accepts, whatever the error there, else with an error page. The connection stays warm for the token request.
struct AllowlistProbe: Sendable {
    /// The authorization URL with `prompt=none` and a state of its own.
    let address: URL
    let redirect: LoopbackRedirect
    let http: any HTTPTransport

    /// How long an answer may take.
    static let limit: Duration = .seconds(5)

    /// Asks once.
    func verdict() async -> AllowlistVerdict {
        var request = HTTPRequest(.get, address, of: .tenant)
        request.timeout = Self.limit
        request.headers = [(name: "Accept", value: "text/html")]
        do throws(NoetlError) {
            return judge(try await http.send(request))
        } catch {
            return .unknown(answer: error.why.isEmpty ? error.what : error.why)
        }
    }

    /// What an answer means.
    func judge(_ response: HTTPResponse) -> AllowlistVerdict {
        switch response.status {
        case 300..<400:
            let target = response.header("Location") ?? ""
            if redirect.isAddressed(by: target.prefix { $0 != "?" && $0 != "#" }) { return .accepted }
            if speaksOfMismatch(target.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? target) {
                return .rejected
            }
            let host = URL(string: target)?.host().map { Redaction.cleaned($0, limit: 60) }
            return .unknown(answer: "it answered with a redirect to \(host ?? "another place").")
        case 400..<500 where speaksOfMismatch(String(decoding: response.body, as: UTF8.self)): return .rejected
        default: return .unknown(answer: "it answered with status \(response.status).")
        }
    }

    /// Auth0's words, on its page and in the parameters of a custom error page.
    private func speaksOfMismatch(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("callback url mismatch") || text.contains("list of allowed callback urls")
    }
}
