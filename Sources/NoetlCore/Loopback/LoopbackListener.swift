import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// Catches one browser redirect on the loopback interface (RFC 8252 7.3) and answers everything else as it deserves.
///
/// Plain channel handlers and one stream for the result: connections are served concurrently, and only a
/// well-formed answer with this login's `state` ends the wait.
final class LoopbackListener: Sendable {
    /// What the wait yields.
    enum News: Sendable, Equatable {
        /// The wait is over.
        case answer(ExpectedCallback.Judgement)
        /// So many answers of other logins, or broken ones, have been turned away.
        case turnedAway(Int)
        /// A pasted address was none of this login's.
        case pasteRefused(LoginReplies.PasteProblem)
    }

    /// What happened at the listener, in order; `answer` is the last of it.
    let news: AsyncStream<News>

    private let report: AsyncStream<News>.Continuation
    private let servers: [any Channel]
    private let connections: OpenConnections
    private let desk: CallbackDesk
    private let pending: PendingPage

    private init(
        desk: CallbackDesk, pending: PendingPage, servers: [any Channel], connections: OpenConnections,
        news: AsyncStream<News>, report: AsyncStream<News>.Continuation
    ) {
        self.desk = desk
        self.pending = pending
        self.servers = servers
        self.report = report
        self.connections = connections
        self.news = news
    }

    /// Listens on the redirect's own address and port and nowhere else.
    ///
    /// - Parameters:
    ///   - pending: what the browser that brings the code is told, once that is known.
    ///   - lifetime: how long an accepted connection may live, without the time that it waits for its page.
    /// - Throws: `port_in_use`; `network` when the machine refuses the address.
    static func listen(
        for redirect: LoopbackRedirect, expecting expected: ExpectedCallback, pending: PendingPage,
        lifetime: Duration = .seconds(10)
    ) async throws(NoetlError) -> LoopbackListener {
        let connections = OpenConnections()
        let (news, report) = AsyncStream.makeStream(
            // The answer is the last of the news, so the newest are kept: a flood of strays must not pile up.
            of: News.self, bufferingPolicy: .bufferingNewest(16))
        let desk = CallbackDesk(redirect: redirect, expected: expected, pending: pending, report: report)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            // Else connections of an earlier login in TIME_WAIT read as "port taken".
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Who has finished speaking may still be waiting for the page.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    connections.add(channel)
                    try configure(channel, desk: desk, lifetime: lifetime)
                }
            }
        var servers: [any Channel] = []
        for address in redirect.addresses {
            do {
                servers.append(try await bootstrap.bind(host: address, port: redirect.port).get())
            } catch let error as IOError
                where !servers.isEmpty && [EADDRNOTAVAIL, EAFNOSUPPORT].contains(error.errnoCode)
            {
                continue  // `localhost` on a machine without IPv6.
            } catch {
                for server in servers { server.close(promise: nil) }
                throw bindFailure(error, redirect: redirect, address: address)
            }
        }
        return LoopbackListener(
            desk: desk, pending: pending, servers: servers, connections: connections, news: news, report: report)
    }

    /// Judges an address that the person pasted, as if the browser had come with it.
    func take(pasted text: Secret) { desk.take(pasted: text) }

    /// Ends the news without an answer.
    func giveUp() { report.finish() }

    /// Frees the port and ends what is left of the connections; a browser that brought the code still gets its page.
    func close() async {
        for server in servers {
            // A listener that is closed already is what was wanted.
            try? await server.close()
        }
        await connections.closeAll(but: pending)
    }

    /// Makes a connection answer as `desk` says; on the channel's event loop.
    static func configure(_ channel: any Channel, desk: CallbackDesk, lifetime: Duration) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 16 * 1024
        limits.maxHeaderFieldSize = 16 * 1024
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(
            withErrorHandling: false, withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
        let deadline = ConnectionDeadline(.nanoseconds(Int64(lifetime / .nanoseconds(1))))
        try pipeline.addHandlers(deadline, CallbackConnection(desk: desk, deadline: deadline))
    }

    private static func bindFailure(_ error: any Error, redirect: LoopbackRedirect, address: String) -> NoetlError {
        let code = (error as? IOError)?.errnoCode
        if code == EADDRINUSE { return .portInUse(redirect.port, address: address) }
        let reason = code.map { String(cString: strerror($0)) } ?? "unknown reason"
        return NoetlError(
            .network, what: "The login did not start: nothing can listen on \(redirect.host):\(redirect.port).",
            why: "The system refused the address: \(reason.lowercased()).",
            next: code == EACCES
                ? "Ports below 1024 need privileges; pass --pkce-port with a higher one and allowlist its callback URL in Auth0."
                : "Use a redirect URI on 127.0.0.1, and allowlist it in Auth0.")
    }
}

extension NoetlError {
    /// Raised before the browser opens, so nothing is lost but a second.
    static func portInUse(_ port: Int, address: String) -> NoetlError {
        NoetlError(
            .portInUse, what: "The login did not start.",
            why: "Port \(port) on \(address) is taken by another program.",
            next:
                "Stop that program, or pass --pkce-port with another port and allowlist its callback URL in Auth0 too.",
            nextOnScreen: "Stop that program and try again, or use a device code, which needs no port.")
    }
}
