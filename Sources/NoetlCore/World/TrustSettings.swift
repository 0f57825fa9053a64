import Foundation
import NIOSSL

/// Which certificate authorities are trusted: the system's, or those of `SSL_CERT_FILE`; plus those of `--ca-file`.
public struct TrustSettings: Sendable {
    private let additional: (path: String, origin: String)?
    private let replacement: String?

    /// Reads `NOETL_CA_FILE` and `SSL_CERT_FILE` (OpenSSL's meaning: it replaces the system's roots).
    ///
    /// - Parameters:
    ///   - caFile: the value of `--ca-file`, which wins over `NOETL_CA_FILE`.
    ///   - environment: the variables.
    public init(caFile: String?, environment: Environment) {
        additional =
            caFile.map { ($0, "--ca-file") } ?? environment["NOETL_CA_FILE"].map { ($0, "NOETL_CA_FILE") }
        replacement = environment["SSL_CERT_FILE"]
    }

    /// A client's TLS configuration with these roots; reads the files named.
    ///
    /// - Throws: `tls` for a file that is missing or is no PEM.
    func configuration() throws(NoetlError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let replacement {
            configuration.trustRoots = .certificates(try Self.certificates(in: replacement, from: "SSL_CERT_FILE"))
        }
        if let additional {
            configuration.additionalTrustRoots = [
                .certificates(try Self.certificates(in: additional.path, from: additional.origin))
            ]
        }
        return configuration
    }

    private static func certificates(in path: String, from origin: String) throws(NoetlError) -> [NIOSSLCertificate] {
        do {
            let found = try NIOSSLCertificate.fromPEMFile(path)
            guard !found.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
            return found
        } catch {
            let readable = FileManager.default.isReadableFile(atPath: path)
            throw NoetlError(
                .tls, what: "The certificate authorities of \(origin) were not loaded.",
                why: readable
                    ? "'\(Redaction.cleaned(path))' holds no PEM certificate."
                    : "'\(Redaction.cleaned(path))' cannot be read.",
                next: "Give \(origin) a file with certificates in PEM form (-----BEGIN CERTIFICATE-----).")
        }
    }
}
