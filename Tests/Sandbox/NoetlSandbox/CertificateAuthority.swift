import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority that lives as long as the sandbox; its key never leaves the process.
struct CertificateAuthority: Sendable {
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    private let certificate: Certificate

    /// Makes the authority, valid for a week.
    init() throws {
        name = try DistinguishedName {
            OrganizationName("noetl sandbox")
            CommonName("noetl sandbox authority")
        }
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: Self.start,
            notValidAfter: Self.end, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            },
            issuerPrivateKey: .init(key))
    }

    /// The authority's certificate, for clients to trust.
    var pem: String {
        get throws { try certificate.serializeAsPEM().pemString + "\n" }
    }

    /// A server configuration with a new certificate for `localhost`, 127.0.0.1 and ::1.
    func serverConfiguration() throws -> TLSConfiguration {
        let leafKey = P256.Signing.PrivateKey()
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(leafKey.publicKey), notValidBefore: Self.start,
            notValidAfter: Self.end, issuer: name, subject: try DistinguishedName { CommonName("localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([
                    .dnsName("localhost"),
                    .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                    .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
                ])
            },
            issuerPrivateKey: .init(key))
        let chain = try NIOSSLCertificate(bytes: Array(leaf.serializeAsPEM().pemString.utf8), format: .pem)
        let privateKey = try NIOSSLPrivateKey(bytes: Array(leafKey.pemRepresentation.utf8), format: .pem)
        return .makeServerConfiguration(certificateChain: [.certificate(chain)], privateKey: .privateKey(privateKey))
    }

    // An hour back, for clocks that disagree.
    private static var start: Date { Date(timeIntervalSinceNow: -3_600) }
    private static var end: Date { Date(timeIntervalSinceNow: 7 * 86_400) }
}
