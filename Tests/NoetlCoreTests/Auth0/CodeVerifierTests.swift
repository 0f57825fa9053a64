import Foundation
import NoetlCore
import Testing

@testable import NoetlCore

/// The PKCE verifier and its challenge (RFC 7636).
@Suite struct CodeVerifierTests {
    @Test func `The challenge is the one of RFC 7636 appendix B`() {
        let verifier = CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(verifier.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func `The bytes of RFC 7636 appendix A become its text`() {
        #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
    }

    @Test func `A verifier is 64 random bytes in base64url without padding`() {
        let asked = AskedCount()
        let verifier = CodeVerifier { count in
            asked.counts.append(count)
            return (0..<count).map { UInt8($0) }
        }
        #expect(asked.counts == [64])
        let text = verifier.secret.reveal()
        #expect(text.count == 86)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(Base64URL.decode(text) == Data((0..<64).map { UInt8($0) }))
    }

    @Test func `Two verifiers of the system's generator differ`() {
        let texts = (0..<100).map { _ in CodeVerifier(entropy: World.systemEntropy).secret.reveal() }
        #expect(Set(texts).count == 100)
    }

    @Test func `Every byte occurs in what the system's generator gives`() {
        #expect(Set(World.systemEntropy(16_384)).count == 256)
    }

    @Test(arguments: ["", "QQ", "QUI", "QUJD", "-_-_"])
    func `Base64url is read back`(text: String) throws {
        let bytes = try #require(Base64URL.decode(text))
        #expect(Base64URL.encode(bytes) == text)
    }

    @Test(arguments: ["A", "QUJDR", "QQ==", "a+b/", "a b", "ab\n", "ü", "é=", "QUI\u{0}", "ＱＵＪＤ"])
    func `What is not base64url is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    private final class AskedCount { var counts: [Int] = [] }
}
