import Foundation

/// The readable part of a token in JWS compact form (RFC 7519); its signature is the gateway's to verify.
public struct JSONWebToken: Sendable {
    /// `alg` of the header.
    let algorithm: String?
    /// The claims that a login looks at.
    let claims: Claims

    /// The claims of RFC 7519 4.1 and OpenID Connect Core 2 that a login looks at; one of a wrong type counts as missing.
    struct Claims: Decodable, Sendable {
        let iss: String?
        let aud: Audience?
        let exp: Double?
        let nonce: String?
        let email: String?

        private enum Key: CodingKey { case iss, aud, exp, nonce, email }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            // A wrong type must not hide the other claims: each check speaks for its own.
            iss = try? container.decode(String.self, forKey: .iss)
            aud = try? container.decode(Audience.self, forKey: .aud)
            exp = try? container.decode(Double.self, forKey: .exp)
            nonce = try? container.decode(String.self, forKey: .nonce)
            email = try? container.decode(String.self, forKey: .email)
        }
    }

    /// `aud`: one string or several.
    struct Audience: Decodable, Sendable {
        let values: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            values = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
        }
    }

    /// Whether `text` has the shape of a JWT: three non-empty base64url parts, the first of them a JSON object.
    public static func hasShape(_ text: String) -> Bool { header(of: text) != nil }

    /// Reads a token; nil when it has not three non-empty base64url parts with JSON objects in the first two.
    init?(_ text: String) {
        guard let header = Self.header(of: text),
            let payload = Base64URL.decode(text.split(separator: ".")[1]),
            let claims = try? JSONDecoder().decode(Claims.self, from: payload)  // not JSON: not a token
        else { return nil }
        algorithm = header["alg"] as? String
        self.claims = claims
    }

    private static func header(of text: String) -> [String: Any]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && Base64URL.decode($0) != nil }),
            let bytes = Base64URL.decode(parts[0])
        else { return nil }
        // Not JSON: not a token.
        return (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any]
    }
}
