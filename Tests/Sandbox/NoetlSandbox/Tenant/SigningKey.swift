import Crypto
import CryptoExtras
import Foundation

/// The RSA key that the tenant signs tokens with (RS256, RFC 7518 section 3.3).
struct SigningKey: Sendable {
    /// Why a token is not one of this key's.
    struct Refusal: Error {
        let reason: String
    }

    /// The key ID in token headers and in the key set.
    let id: String
    private let key: _RSA.Signing.PrivateKey
    private let modulus: String
    private let exponent: String

    /// One key a process: making one takes longer than anything else a sandbox does at start.
    static let shared = Result { try SigningKey() }

    /// Makes a 2048-bit key.
    init() throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let primitives = try key.publicKey.getKeyPrimitives()
        modulus = Base64URL.encode(primitives.modulus)
        exponent = Base64URL.encode(primitives.publicExponent)
        id = Base64URL.encode(Array(SHA256.hash(data: Data(modulus.utf8)).prefix(12)))
    }

    /// The JSON Web Key Set of `/.well-known/jwks.json` (RFC 7517 section 5).
    var keySet: JSONValue {
        [
            "keys": [
                [
                    "kty": "RSA", "use": "sig", "alg": "RS256", "kid": .string(id), "n": .string(modulus),
                    "e": .string(exponent),
                ]
            ]
        ]
    }

    /// Signs claims as a JSON Web Token.
    func token(of claims: JSONValue) throws -> String {
        let header: JSONValue = ["alg": "RS256", "typ": "JWT", "kid": .string(id)]
        let content = "\(Base64URL.encode(Data(header.line.utf8))).\(Base64URL.encode(Data(claims.line.utf8)))"
        return "\(content).\(Base64URL.encode(try signature(of: content)))"
    }

    /// The raw signature of a token's first two parts.
    func signature(of content: String) throws -> Data {
        let digest = SHA256.hash(data: Data(content.utf8))
        return try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
    }

    /// Checks algorithm and signature and gives the claims; throws `Refusal`.
    func claims(of token: String) throws -> JSONValue {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw Refusal(reason: "not a JSON Web Token") }
        guard
            let header = Base64URL.decode(parts[0]).flatMap({
                try? JSONValue(parsing: String(decoding: $0, as: UTF8.self))
            })
        else { throw Refusal(reason: "unreadable token header") }
        guard header["alg"]?.text == "RS256" else { throw Refusal(reason: "algorithm is not RS256") }
        guard let raw = Base64URL.decode(parts[2]) else { throw Refusal(reason: "unreadable signature") }
        let digest = SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
        let signature = _RSA.Signing.RSASignature(rawRepresentation: raw)
        guard key.publicKey.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5) else {
            throw Refusal(reason: "signature verification failed")
        }
        guard let payload = Base64URL.decode(parts[1]),
            let claims = try? JSONValue(parsing: String(decoding: payload, as: UTF8.self))
        else { throw Refusal(reason: "unreadable claims") }
        return claims
    }
}
