import Foundation

/// What the tenant has handed out and not yet forgotten.
final class TenantLedger: Sendable {
    /// An authorization code (RFC 6749 section 4.1.2) with what it is bound to.
    struct Code: Sendable {
        var order: TokenMint.Order
        var redirectURI: String
        /// The S256 challenge of RFC 7636 section 4.2.
        var challenge: String?
        var expires: Date
    }

    /// A device code (RFC 8628 section 3.2).
    struct Device: Sendable {
        enum Verdict: Sendable {
            case pending
            case approved(SandboxUser)
            case denied
        }
        var userCode: String
        var clientID: String
        var scope: String
        var audience: String?
        var interval: Duration
        var expires: Date
        var verdict: Verdict
        var polled: ContinuousClock.Instant?
    }

    /// What a poll of a device code comes to.
    enum Poll: Sendable {
        case unknown
        /// Before the interval was over, which is in seconds.
        case early(interval: Int)
        case expired
        case decided(Device)
    }

    private let state = Locked(State())

    private struct State: Sendable {
        var codes: [String: Code] = [:]
        var devices: [String: Device] = [:]
        var browsers: [String: SandboxUser] = [:]
        var accessTokens: [String: TokenMint.Order] = [:]
    }

    /// Makes a code that lives 60 seconds.
    func issue(_ order: TokenMint.Order, redirectURI: String, challenge: String?) -> String {
        let code = RandomText.token()
        let expires = Date(timeIntervalSinceNow: 60)
        state.withLock {
            $0.codes[code] = Code(order: order, redirectURI: redirectURI, challenge: challenge, expires: expires)
        }
        return code
    }

    /// Uses a code up, right or wrong; nil when it is unknown, used or over.
    func redeem(_ code: String) -> Code? {
        guard let found = state.withLock({ $0.codes.removeValue(forKey: code) }), found.expires > Date() else {
            return nil
        }
        return found
    }

    /// Remembers a device under a new device code.
    func add(_ device: Device) -> String {
        let code = RandomText.token()
        state.withLock { $0.devices[code] = device }
        return code
    }

    /// One poll, by the client that the code belongs to.
    func poll(_ deviceCode: String, by clientID: String) -> Poll {
        state.withLock { state in
            guard var device = state.devices[deviceCode], device.clientID == clientID else { return .unknown }
            guard device.expires > Date() else {
                state.devices[deviceCode] = nil
                return .expired
            }
            let now = ContinuousClock.now
            // A tenth of a second of grace: timers and networks are not exact.
            let isEarly = device.polled.map { now - $0 + .milliseconds(100) < device.interval } ?? false
            device.polled = now
            state.devices[deviceCode] = device
            if isEarly { return .early(interval: Int(device.interval.components.seconds)) }
            if case .pending = device.verdict {} else { state.devices[deviceCode] = nil }
            return .decided(device)
        }
    }

    /// Decides about a device by its user code, as typed; false when there is none that waits.
    func decide(userCode: String, _ verdict: Device.Verdict) -> Bool {
        let wanted = Self.bare(userCode)
        return state.withLock { state in
            for (code, device) in state.devices where Self.bare(device.userCode) == wanted {
                guard case .pending = device.verdict, device.expires > Date() else { return false }
                state.devices[code]?.verdict = verdict
                return true
            }
            return false
        }
    }

    /// Signs a browser in and gives its cookie.
    func startBrowserSession(_ user: SandboxUser) -> String {
        let cookie = RandomText.token()
        state.withLock { $0.browsers[cookie] = user }
        return cookie
    }

    /// Who a browser's cookie belongs to.
    func user(ofCookie cookie: String?) -> SandboxUser? {
        cookie.flatMap { cookie in state.withLock { $0.browsers[cookie] } }
    }

    /// Remembers an access token.
    func remember(accessToken: String, _ order: TokenMint.Order) {
        state.withLock { $0.accessTokens[accessToken] = order }
    }

    /// What an access token was issued for.
    func order(ofAccessToken token: String) -> TokenMint.Order? {
        state.withLock { $0.accessTokens[token] }
    }

    private static func bare(_ userCode: String) -> String {
        userCode.uppercased().filter(\.isLetter)
    }
}
