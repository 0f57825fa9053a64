import Foundation

@testable import NoetlCore

/// JSON Web Tokens for tests, with whatever is wrong with them.
enum SampleToken {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// A token of this header and payload, signed by nobody.
    static func make(header: String = #"{"alg":"RS256","typ":"JWT"}"#, payload: String, signature: String = "c2ln")
        -> String
    {
        "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8)).\(signature)"
    }

    /// The claims of a good token of `acme.us.auth0.com` for the client `abc` an hour before its end.
    static func payload(
        iss: String? = #""https://acme.us.auth0.com/""#, aud: String? = #""abc""#, exp: String? = "1800003600",
        nonce: String? = #""n-1""#
    ) -> String {
        let claims = [("iss", iss), ("aud", aud), ("exp", exp), ("nonce", nonce)]
        return "{" + claims.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",") + "}"
    }
}
