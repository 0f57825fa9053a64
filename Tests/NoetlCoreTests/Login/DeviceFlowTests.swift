import Foundation
import NIOConcurrencyHelpers
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

/// The device grant's polling, on a clock that only notes how long it was asked to wait.
@Suite struct DeviceFlowTests {
    /// A clock that jumps to each deadline, and keeps the waits in whole seconds.
    private final class JumpingClock: Sendable {
        private let state = NIOLockedValueBox((now: ContinuousClock.now, waits: [Int]()))
        var waits: [Int] { state.withLockedValue { $0.waits } }

        var clock: MonotonicClock {
            MonotonicClock(
                now: { [state] in state.withLockedValue { $0.now } },
                sleep: { [state] deadline in
                    state.withLockedValue { state in
                        state.waits.append(Int(state.now.duration(to: deadline).components.seconds))
                        state.now = max(state.now, deadline)
                    }
                })
        }
    }

    private func failure(
        answers: [ScriptedAnswer], then last: ScriptedAnswer? = nil, lifetime: Int = 900, _ stage: FlowStage
    ) async throws -> (error: NoetlError?, waits: [Int]) {
        let clock = JumpingClock()
        stage.sandbox.script.device = DeviceBehaviour(
            interval: 5, lifetime: lifetime, decision: .approved(as: "you@example.com"))
        stage.sandbox.script.answer(.token, with: answers)
        stage.sandbox.script.always(.token, last)
        let error = try await stage.failure(of: stage.request(.device), in: stage.world(clock: clock.clock))
        return (error, clock.waits)
    }

    @Test func `Each slow_down lengthens the wait for good`() async throws {
        try await FlowStage.with { stage in
            let outcome = try await failure(
                answers: [.authorizationPending, .slowDown, .slowDown, .authorizationPending], stage)
            #expect(outcome.waits.prefix(5) == [5, 5, 10, 15, 15])
        }
    }

    @Test func `A connection that fails doubles the wait, to a minute at most`() async throws {
        try await FlowStage.with { stage in
            let outcome = try await failure(
                answers: Array(repeating: .drop, count: 5), then: .failure(.accessDenied), stage)
            #expect(outcome.waits == [5, 10, 20, 40, 60, 60])
            #expect(outcome.error?.code == .denied)
        }
    }

    @Test func `Nobody polls after the code has expired`() async throws {
        try await FlowStage.with { stage in
            let outcome = try await failure(answers: [], then: .authorizationPending, lifetime: 12, stage)
            #expect(outcome.error?.code == .deviceExpired)
            #expect(outcome.waits == [5, 5, 2])
            #expect(stage.sandbox.requests.count { $0.endpoint == .token } == 2)
        }
    }

    @Test func `A code that runs out unheard of does not blame the person`() async throws {
        try await FlowStage.with { stage in
            let outage = try await failure(answers: [.authorizationPending], then: .drop, lifetime: 60, stage)
            #expect(outage.error?.code == .deviceExpired)
            #expect(outage.error?.why.contains("The tenant could not be reached at the end") == true)
            let silence = try await failure(answers: [.drop], then: .authorizationPending, lifetime: 60, stage)
            #expect(silence.error?.why == "Nobody entered it in time.")
        }
    }

    @Test(arguments: [
        (SandboxFailure.expiredToken, NoetlError.Code.deviceExpired), (.invalidGrant, .deviceExpired),
        (.accessDenied, .denied), (.unauthorizedClient, .auth0Error),
    ])
    func `The tenant's decision ends the polling`(failed: SandboxFailure, code: NoetlError.Code) async throws {
        try await FlowStage.with { stage in
            let outcome = try await failure(answers: [.authorizationPending, .failure(failed)], stage)
            #expect(outcome.error?.code == code)
            #expect(stage.gatewayLogins == 0)
        }
    }

    @Test func `The client secret and the device code stay where they belong`() async throws {
        try await FlowStage.with { stage in
            var request = stage.request(.device)
            request.overrides.auth0ClientSecret = Secret("hush")
            stage.sandbox.script.always(.token, .failure(.accessDenied))
            let clock = JumpingClock()
            var shown = ""
            await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: request, in: stage.world(clock: clock.clock)) { shown += "\($0)" }
            }
            let polled = try #require(stage.sandbox.requests.first { $0.endpoint == .token }?.form)
            let deviceCode = try #require(polled["device_code"])
            #expect(!shown.contains(deviceCode))
            #expect(!stage.sandbox.requests.contains { $0.form["client_secret"] != nil })
        }
    }

    @Test func `A tenant that tells the client secret is not quoted with it`() async throws {
        try await FlowStage.with { stage in
            var request = stage.request(.device)
            request.overrides.auth0ClientSecret = Secret("hush-hush")
            for endpoint in [SandboxEndpoint.deviceCode, .token] {
                stage.sandbox.script.answer(
                    endpoint,
                    with: .failure(SandboxFailure(status: 403, error: "access_denied", description: "no hush-hush")))
                let error = try await stage.failure(of: request, in: stage.world(clock: JumpingClock().clock))
                #expect(error?.why == "Auth0 says: no [redacted]", "\(endpoint)")
            }
        }
    }
}
