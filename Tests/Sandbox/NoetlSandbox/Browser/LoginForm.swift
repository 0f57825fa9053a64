import Foundation

/// The one form of a tenant page; only the sandbox's own pages are understood.
struct LoginForm: Sendable {
    /// The address that it is sent to.
    let action: String
    private let names: [String]
    private let values: [String: String]

    /// Finds the form of a page, nil when there is none.
    init?(in page: String, at address: String) {
        guard let start = page.range(of: "<form "), let end = page.range(of: "</form>") else { return nil }
        let form = String(page[start.lowerBound..<end.lowerBound])
        guard let action = Self.attribute("action", of: form),
            let url = URL(string: action, relativeTo: URL(string: address))
        else { return nil }
        self.action = url.absoluteString
        var names: [String] = []
        var values: [String: String] = [:]
        for input in form.components(separatedBy: "<input ").dropFirst() {
            let tag = String(input.prefix { $0 != ">" })
            guard let name = Self.attribute("name", of: tag) else { continue }
            names.append(name)
            values[name] = Self.attribute("value", of: tag) ?? ""
        }
        self.names = names
        self.values = values
    }

    /// The body that a browser sends after the user has typed.
    func filled(as wish: StubBrowser.Wish) -> String {
        var pairs: [(String, String)] = names.map { name in
            switch name {
            case "username": (name, wish.email)
            case "password": (name, wish.password)
            case "user_code": (name, wish.userCode ?? values[name] ?? "")
            default: (name, values[name] ?? "")
            }
        }
        let agreement = names.contains("user_code") ? "approve" : "login"
        pairs.append(("action", wish.denies ? "deny" : agreement))
        return FormFields.encode(pairs)
    }

    private static func attribute(_ name: String, of tag: String) -> String? {
        guard let start = tag.range(of: "\(name)=\""),
            let end = tag.range(of: "\"", range: start.upperBound..<tag.endIndex)
        else { return nil }
        return tag[start.upperBound..<end.lowerBound]
            .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&amp;", with: "&")
    }
}
