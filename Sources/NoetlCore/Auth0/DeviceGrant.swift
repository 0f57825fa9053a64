import Foundation

/// The device authorization grant (RFC 8628): the person enters a code on any device, we poll.
struct DeviceGrant: Grant {
    let client: Auth0Client
    let opensBrowser: Bool
    let world: World

    private var application: Auth0Application { client.application }

    func token(report: @escaping LoginNews) async throws(NoetlError) -> Secret {
        var form = [(name: "client_id", value: application.clientID), ("scope", loginScope)]
        if let audience = application.audience { form.append(("audience", audience)) }
        let device = try await client.deviceAuthorization(form)
        let deadline = world.clock.now.advanced(by: device.expiresIn)
        let address = opensBrowser ? device.verificationURIComplete ?? device.verificationURI : nil
        let browser = BrowserRequest(address, world: world)
        report(
            .deviceCode(
                DeviceCode(
                    application: application, userCode: device.userCode, verificationURI: device.verificationURI,
                    verificationURIComplete: device.verificationURIComplete, lifetime: device.expiresIn,
                    deadline: deadline, opensBrowser: browser.isPossible)))
        async let _: Void = browser.send(report: report)
        return try await poll(device, until: deadline, report: report)
    }

    /// Polls until the tenant decides; the interval counts from the last answer (RFC 8628 3.5).
    private func poll(
        _ device: Auth0Client.DeviceAuthorization, until deadline: ContinuousClock.Instant, report: LoginNews
    ) async throws(NoetlError) -> Secret {
        var interval = device.interval
        var isReached = true
        while true {
            let next = world.clock.now.advanced(by: interval)
            try await world.clock.sleep(until: min(next, deadline))
            guard next < deadline else { throw isReached ? .deviceCodeExpired : .deviceCodeForgotten }
            let result: LoginEvent.PollResult
            switch try await ask(device) {
            case .tokens(let tokens):
                guard let idToken = tokens.idToken else { throw .noIDToken("The device login succeeded without one.") }
                try IDToken.check(idToken, for: application, nonce: nil, at: world.now())
                return idToken
            case .waiting: result = .pending
            case .slowDown:
                interval += .seconds(5)
                result = .slowDown
            case .unreachable:
                // A growing pause, but never shorter than what the tenant asked for.
                interval = max(interval, min(interval * 2, .seconds(60)))
                result = .unreachable
            }
            isReached = result != .unreachable
            world.trace("device poll: \(result), next in \(interval)")
            report(.polled(result, pause: interval))
        }
    }

    private enum Poll {
        case tokens(Auth0Client.Tokens)
        case waiting
        case slowDown
        case unreachable
    }

    private func ask(_ device: Auth0Client.DeviceAuthorization) async throws(NoetlError) -> Poll {
        let form = [
            (name: "grant_type", value: "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device.deviceCode.reveal()), ("client_id", application.clientID),
        ]
        let answer: Auth0Client.TokenAnswer
        do throws(NoetlError) {
            answer = try await client.tokens(form)
        } catch  where error.code == .network {
            return .unreachable
        }
        switch answer {
        case .tokens(let tokens): return .tokens(tokens)
        case .refused(let refusal):
            switch refusal.error {
            case "authorization_pending": return .waiting
            case "slow_down": return .slowDown
            case "expired_token", "invalid_grant": throw .deviceCodeExpired
            default: throw refusal.noetlError(for: .device, application)
            }
        }
    }
}
