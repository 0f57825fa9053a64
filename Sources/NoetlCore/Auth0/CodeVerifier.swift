import Crypto
import Foundation

/// The secret half of PKCE (RFC 7636 4.1) and the challenge made from it.
struct CodeVerifier: Sendable {
    /// The verifier: base64url without padding.
    let secret: Secret

    /// A verifier of 64 random bytes.
    init(entropy: (Int) -> [UInt8]) { secret = Secret(Base64URL.encode(entropy(64))) }

    /// A known verifier.
    init(_ text: String) { secret = Secret(text) }

    /// The S256 challenge: base64url(SHA-256(verifier)) (RFC 7636 4.2).
    var challenge: String { Base64URL.encode(SHA256.hash(data: Array(secret.reveal().utf8))) }
}

/// Base64 with the URL alphabet and no padding (RFC 4648 5).
enum Base64URL {
    /// The text for `bytes`.
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// The bytes of `text`; nil when a character is not of the alphabet or the length is impossible.
    static func decode(_ text: some StringProtocol) -> Data? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
        else { return nil }
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
    }
}
