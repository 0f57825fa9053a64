import Foundation

/// Name and value pairs of a query string or of an `application/x-www-form-urlencoded` body.
struct FormFields: Sendable, Equatable {
    /// All pairs in the order they were sent.
    let pairs: [(name: String, value: String)]

    /// Reads `a=1&b=2`, percent-decoded, with `+` as a blank.
    init(parsing text: String) {
        pairs = text.split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(halves[0]), halves.count > 1 ? Self.decoded(halves[1]) : "")
        }
    }

    /// The first value of that name.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// The first value of that name, unless it is empty.
    func filled(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    /// One value a name, the first where it was sent twice.
    var dictionary: [String: String] {
        Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes `a=1&b=2` with everything but RFC 3986 unreserved characters percent-encoded.
    static func encode(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    /// Percent-encodes all but RFC 3986 unreserved characters.
    static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    static func == (one: FormFields, other: FormFields) -> Bool {
        one.pairs.elementsEqual(other.pairs) { $0 == $1 }
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacingOccurrences(of: "+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}
