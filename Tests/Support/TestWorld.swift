import Foundation
import NoetlCore
import Testing

extension World {
    /// A world whose doors fail the test when they are touched, but for those that the test gives.
    public static func forTests(
        http: any HTTPTransport = ShutTransport(), browser: any Browser = ShutBrowser(),
        clock: MonotonicClock = .shut, now: @escaping @Sendable () -> Date = { Date() },
        entropy: @escaping @Sendable (Int) -> [UInt8] = World.systemEntropy,
        environment: [String: String] = [:], trace: Trace = .off
    ) -> World {
        World(
            http: http, browser: browser, clock: clock, now: now, entropy: entropy,
            environment: Environment(environment), trace: trace)
    }
}

/// A network that nobody may use.
public struct ShutTransport: HTTPTransport {
    public init() {}

    // To prepare sends nothing.
    public func prepare(for url: URL) {}

    public func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
        Issue.record("the network was used: \(request)")
        throw .cancelled
    }
}

/// A browser that nobody may open.
public struct ShutBrowser: Browser {
    public let reach = BrowserReach.command(["shut-browser"])

    public init() {}

    public func open(_ address: URL) async throws(BrowserFailure) -> String {
        Issue.record("a browser was opened: \(address.host() ?? "?")")
        throw BrowserFailure("shut")
    }
}

extension MonotonicClock {
    /// A clock that can be read but not waited for.
    public static let shut = MonotonicClock(
        now: { ContinuousClock.now },
        sleep: { _ in
            Issue.record("somebody waited")
            throw CancellationError()
        })
}
