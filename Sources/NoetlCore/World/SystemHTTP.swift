import AsyncHTTPClient
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// HTTP over real sockets: the system's trust store, the environment's proxies, no redirects, bounded in time and size.
///
/// Clients are made at their first request, since reading the trust store costs more than everything else at start.
public final class SystemHTTP: HTTPTransport {
    private let trust: TrustSettings
    private let proxies: ProxyRules
    private let trace: Trace
    private let clients = NIOLockedValueBox<[ProxyRules.Proxy?: HTTPClient]>([:])

    /// A transport that trusts what `trust` says and goes through the proxies that the environment names.
    public init(trust: TrustSettings, environment: Environment, trace: Trace = .off) {
        self.trust = trust
        proxies = ProxyRules(environment: environment)
        self.trace = trace
    }

    deinit {
        let abandoned = clients.withLockedValue { Array($0.values) }
        guard !abandoned.isEmpty else { return }
        Task {
            // Nobody waits for the pool any more, so a failed shutdown has no one to tell.
            for client in abandoned { try? await client.shutdown() }
        }
    }

    /// Reads the files of authorities and the proxy variables.
    public func prepare(for url: URL) throws(NoetlError) { _ = try client(through: try proxies.proxy(for: url)) }

    /// The proxy that the environment names for `url`.
    public func proxy(for url: URL) throws(NoetlError) -> String? {
        try proxies.proxy(for: url).map { "\($0.host):\($0.port)" }
    }

    /// Looks at the certificate in a handshake that sends nothing; not behind a proxy.
    public func certificate(of url: URL) async -> ServerCertificate? {
        // A proxy that cannot be used has been complained about already.
        guard let proxy = try? proxies.proxy(for: url) else {
            return await CertificateInspection(url: url).certificate()
        }
        trace("the certificate behind the proxy \(proxy.host) is not looked at")
        return nil
    }

    /// Sends one request over a pooled connection.
    public func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
        let start = ContinuousClock.now
        let proxy = try proxies.proxy(for: request.url)
        let client = try client(through: proxy)
        do {
            let response = try await Self.exchange(request, on: client)
            trace("\(request) -> \(response.status) in \(ContinuousClock.now - start)")
            return response
        } catch {
            let failure = await TransportFailure(request: request, proxy: proxy).noetlError(for: error)
            trace("\(request) failed after \(ContinuousClock.now - start): \(failure.why)")
            throw failure
        }
    }

    private func client(through proxy: ProxyRules.Proxy?) throws(NoetlError) -> HTTPClient {
        if let known = clients.withLockedValue({ $0[proxy] }) { return known }
        let configuration = Self.configuration(tls: try trust.configuration(), proxy: proxy)
        return clients.withLockedValue { clients in
            if let known = clients[proxy] { return known }
            let made = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            clients[proxy] = made
            return made
        }
    }

    private static func configuration(tls: TLSConfiguration, proxy: ProxyRules.Proxy?) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)))
        configuration.httpVersion = .http1Only
        // Else every refused connection and every bad certificate is retried until the connect timeout.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy {
            let authorization = proxy.user.map {
                HTTPClient.Authorization.basic(username: $0, password: proxy.password?.reveal() ?? "")
            }
            configuration.proxy = .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
        return configuration
    }

    /// Races the whole exchange against its time limit: the client's own covers only the answer's head.
    private static func exchange(_ request: HTTPRequest, on client: HTTPClient) async throws -> HTTPResponse {
        try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            group.addTask { try await perform(request, on: client) }
            group.addTask {
                try await Task.sleep(for: request.timeout)
                throw HTTPClientError.deadlineExceeded
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private static func perform(_ request: HTTPRequest, on client: HTTPClient) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url.absoluteString)
        outgoing.method = .init(rawValue: request.method.rawValue)
        outgoing.headers.add(name: "User-Agent", value: "noetl/\(NoetlVersion.current)")
        outgoing.headers.add(name: "Accept", value: "application/json")
        for header in request.headers { outgoing.headers.replaceOrAdd(name: header.name, value: header.value) }
        switch request.body {
        case .none: break
        case .form(let pairs):
            outgoing.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            outgoing.body = .bytes(ByteBuffer(string: PercentEncoding.query(pairs)))
        case .json(let data):
            outgoing.headers.add(name: "Content-Type", value: "application/json")
            outgoing.body = .bytes(ByteBuffer(bytes: data))
        }
        let response = try await client.execute(
            outgoing, timeout: .nanoseconds(Int64(request.timeout / .nanoseconds(1))))
        let body = try await response.body.collect(upTo: request.answerLimit)
        return HTTPResponse(
            status: Int(response.status.code), headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: Data(body.readableBytesView))
    }
}
