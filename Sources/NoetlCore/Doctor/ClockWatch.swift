import Foundation
import NIOConcurrencyHelpers

/// A transport that notes how far this machine's clock is from those of the servers, by the `Date` of their answers
/// (RFC 9110 6.6.1), and that waits no longer than a person does.
final class ClockWatch: HTTPTransport {
    private static let patience: Duration = .seconds(10)
    private let http: any HTTPTransport
    private let now: @Sendable () -> Date
    private let offsets = NIOLockedValueBox<[TimeInterval]>([])

    /// A watch over what `http` sends, with this machine's clock.
    init(http: any HTTPTransport, now: @escaping @Sendable () -> Date) {
        self.http = http
        self.now = now
    }

    /// By how many seconds this machine is ahead; the smallest of all that was seen, since an answer takes its time and
    /// one server may be wrong itself. Nil when nobody said what time it is.
    var offset: TimeInterval? {
        offsets.withLockedValue { $0.min { abs($0) < abs($1) } }
    }

    func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
        var request = request
        request.timeout = min(request.timeout, Self.patience)
        let start = now()
        let response = try await http.send(request)
        if let date = response.header("Date").flatMap(Self.date) {
            // Within the time of the exchange, and within the second that the header leaves open, nothing is off.
            let latest = now().timeIntervalSince(date), earliest = start.timeIntervalSince(date) - 1
            let offset = earliest > 0 ? earliest : latest < 0 ? latest : 0
            offsets.withLockedValue { $0.append(offset) }
        }
        return response
    }

    func prepare(for url: URL) throws(NoetlError) { try http.prepare(for: url) }
    func proxy(for url: URL) throws(NoetlError) -> String? { try http.proxy(for: url) }
    func certificate(of url: URL) async -> ServerCertificate? { await http.certificate(of: url) }

    /// Reads the one form that senders may use: `Tue, 15 Nov 1994 08:12:31 GMT`.
    static func date(_ text: String) -> Date? {
        let form = DateFormatter()
        form.locale = Locale(identifier: "en_US_POSIX")
        form.timeZone = TimeZone(identifier: "GMT")
        form.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return form.date(from: text)
    }
}
