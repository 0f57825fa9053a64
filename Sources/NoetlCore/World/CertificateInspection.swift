import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import X509

/// A second look at a certificate: one more handshake, which sends nothing and trusts nobody.
///
/// Where one was refused, the first handshake says only "verify failed" for an unknown authority and for an expired certificate alike.
struct CertificateInspection {
    /// What is wrong with the certificate.
    enum Finding: Equatable {
        case expired(String)
        case notYetValid(String)
        case unknownAuthority(issuer: String?)
    }

    let url: URL

    /// Looks at the certificate that the host shows; dates are judged at `now`.
    func finding(at now: Date) async -> Finding {
        guard let leaf = await leaf() else { return .unknownAuthority(issuer: nil) }
        if leaf.notValidAfter < now { return .expired(Self.day(leaf.notValidAfter)) }
        if leaf.notValidBefore > now { return .notYetValid(Self.day(leaf.notValidBefore)) }
        return .unknownAuthority(issuer: Self.issuer(of: leaf))
    }

    /// What the certificate says; nil when there is none to be seen.
    func certificate() async -> ServerCertificate? {
        await leaf().map { ServerCertificate(issuer: Self.issuer(of: $0), validUntil: $0.notValidAfter) }
    }

    private static func issuer(of leaf: Certificate) -> String {
        Redaction.cleaned(leaf.issuer.description, limit: 100)
    }

    private static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }

    private func leaf() async -> Certificate? {
        guard let host = url.host() else { return nil }
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let chain = loop.makePromise(of: [NIOSSLCertificate].self)
        do {
            var settings = TLSConfiguration.makeClientConfiguration()
            settings.certificateVerification = .noHostnameVerification
            let context = try NIOSSLContext(configuration: settings)
            let channel = try await ClientBootstrap(group: loop).connectTimeout(.seconds(5)).channelInitializer {
                channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        try NIOSSLClientHandler(
                            context: context, serverHostname: Self.isAddress(host) ? nil : host,
                            customVerificationCallback: { shown, verdict in
                                chain.succeed(shown)
                                verdict.succeed(.failed)
                            }))
                }
            }.connect(host: host, port: url.port ?? 443).get()
            // A promise that is already kept ignores these.
            channel.closeFuture.whenComplete { _ in chain.fail(ChannelError.eof) }
            loop.scheduleTask(in: .seconds(5)) { chain.fail(ChannelError.eof) }
            let shown = try await chain.futureResult.get()
            channel.close(promise: nil)
            return try shown.first.map { try Certificate(derEncoded: $0.toDERBytes()) }
        } catch {
            // A promise that nobody keeps would trap; one that is kept already ignores this.
            chain.fail(error)
            // The login has failed already; without this look the error is only less exact.
            return nil
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
