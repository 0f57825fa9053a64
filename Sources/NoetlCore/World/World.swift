import Foundation

/// The doors to everything outside the core: network, browser, time, randomness, environment, trace.
///
/// `main` opens the live ones; tests put stand-ins where they must not reach the real thing.
public struct World: Sendable {
    /// Sends requests to the tenant and the gateway.
    public var http: any HTTPTransport
    /// Opens addresses for the person.
    public var browser: any Browser
    /// Deadlines and pauses.
    public var clock: MonotonicClock
    /// The wall clock, for what other machines wrote down: `exp`, `expires_at`.
    public var now: @Sendable () -> Date
    /// So many random bytes from the system's generator.
    public var entropy: @Sendable (Int) -> [UInt8]
    /// The process's environment variables.
    public var environment: Environment
    /// Where `--debug` writes.
    public var trace: Trace

    /// A world of these doors.
    public init(
        http: any HTTPTransport, browser: any Browser, clock: MonotonicClock = .system,
        now: @escaping @Sendable () -> Date = { Date() },
        entropy: @escaping @Sendable (Int) -> [UInt8] = World.systemEntropy,
        environment: Environment, trace: Trace = .off
    ) {
        self.http = http
        self.browser = browser
        self.clock = clock
        self.now = now
        self.entropy = entropy
        self.environment = environment
        self.trace = trace
    }

    /// Random bytes fit for keys (`getrandom` on Linux).
    public static func systemEntropy(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
