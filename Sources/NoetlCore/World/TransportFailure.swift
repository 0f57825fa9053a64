import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Turns what the network library throws into an error that names host, port and cause.
struct TransportFailure {
    let request: HTTPRequest
    let proxy: ProxyRules.Proxy?

    /// The error to show for `error`; may shake hands once more to learn what is wrong with a certificate.
    func noetlError(for error: any Error) async -> NoetlError {
        switch error {
        case let error as NoetlError: return error
        case is CancellationError: return .cancelled
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: return wrongHost
        case NIOSSLError.handshakeFailed(let cause): return await handshakeFailed(String(describing: cause))
        case let error as NIOConnectionError: return unreachable(cause(of: error))
        case let error as IOError: return unreachable(cause(errno: error.errnoCode))
        case let error as HTTPClientError: return clientFailed(error)
        case is NIOTooManyBytesError:
            return answerFailed("The answer of \(place) is larger than \(request.answerLimit >> 10) KiB.")
        case is ChannelError: return answerFailed("\(place) closed the connection without an answer.")
        case is HTTPParserError: return answerFailed("The answer of \(place) is not valid HTTP.")
        default:
            let kind = Redaction.cleaned(String(describing: type(of: error)), limit: 60)
            return answerFailed("The exchange with \(place) broke off (\(kind)).")
        }
    }

    private var place: String { Redaction.cleaned(request.authority) }

    private var proxyPlace: String? { proxy.map { Redaction.cleaned("\($0.host):\($0.port)") } }

    private func unreachable(_ cause: String) -> NoetlError {
        let via = proxyPlace.map { " through the proxy \($0)" } ?? ""
        return NoetlError(
            .network, what: "Could not reach \(request.peer.rawValue).", why: "\(place)\(via): \(cause).",
            next: proxyPlace == nil
                ? "Check the address, and the network or VPN, and try again."
                : "Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, and try again.")
    }

    private func answerFailed(_ why: String) -> NoetlError {
        NoetlError(
            .network, what: "The request to \(request.peer.rawValue) failed.", why: why,
            next: "Try again; if it happens again, check that this is the right address.")
    }

    private func clientFailed(_ error: HTTPClientError) -> NoetlError {
        switch error {
        case .connectTimeout: unreachable("no connection within 10 seconds")
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            answerFailed("No complete answer from \(place) within \(request.timeout.components.seconds) seconds.")
        case .remoteConnectionClosed: answerFailed("\(place) closed the connection without an answer.")
        case .tlsHandshakeTimeout: unreachable("no TLS handshake within 10 seconds")
        case .invalidProxyResponse, .httpProxyHandshakeTimeout: unreachable("the proxy refused the connection")
        case .proxyAuthenticationRequired: unreachable("the proxy wants a user name and password")
        case .cancelled: .cancelled
        default: answerFailed("The answer of \(place) is not valid HTTP.")
        }
    }

    private func cause(of error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first {
            if let io = first.error as? IOError { return cause(errno: io.errnoCode) }
            return "no connection within 10 seconds"
        }
        return "the host name could not be resolved"
    }

    private func cause(errno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "connection refused; nothing listens there"
        case ECONNRESET: "the connection was reset"
        case EHOSTUNREACH, ENETUNREACH: "there is no route to it"
        case ETIMEDOUT: "the connection timed out"
        case EPIPE: "the connection was closed"
        default: String(cString: strerror(code)).lowercased()
        }
    }

    // MARK: TLS

    private func untrusted(_ why: String, next: String) -> NoetlError {
        NoetlError(
            .tls, what: "The connection to \(request.peer.rawValue) is not secure, so nothing was sent.", why: why,
            next: next)
    }

    private var wrongHost: NoetlError {
        untrusted(
            "The certificate of \(place) is for another host.",
            next: "Check the address for a typing error or a proxy that answers in its place.")
    }

    private func handshakeFailed(_ cause: String) async -> NoetlError {
        if cause.contains("WRONG_VERSION_NUMBER") || cause.contains("HTTP_REQUEST") {
            return untrusted(
                "\(place) does not speak TLS.", next: "Check the port, or use http:// where the server is on loopback.")
        }
        guard cause.contains("CERTIFICATE_VERIFY_FAILED") else {
            return untrusted(
                "The TLS handshake with \(place) broke off.",
                next: "Check that \(place) serves https (TLS 1.2 or later).")
        }
        let found =
            proxy == nil
            ? await CertificateInspection(url: request.url).finding(at: Date()) : .unknownAuthority(issuer: nil)
        switch found {
        case .expired(let date):
            return untrusted(
                "The certificate of \(place) expired on \(date).",
                next: "Have it renewed; if the date looks right, check this machine's clock.")
        case .notYetValid(let date):
            return untrusted(
                "The certificate of \(place) is valid only from \(date).", next: "Check this machine's clock.")
        case .unknownAuthority(let issuer):
            let by = issuer.map { " (issuer: \($0))" } ?? ""
            return untrusted(
                "The certificate of \(place) is not signed by a known authority\(by).",
                next: "If you trust that authority, trust it with --ca-file <PEM> (or NOETL_CA_FILE).")
        }
    }
}
