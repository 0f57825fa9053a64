import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The browser login and the tenant's allowlist: asked before the browser opens, and watched where somebody edits it.
@Suite(.timeLimit(.minutes(5))) struct AllowlistFlowTests {
    /// A login whose redirect URI is allowed or not, with a browser that signs in.
    private struct Trial {
        let stage: FlowStage
        let clock = ManualClock()
        let browser: ScriptedBrowser
        let replies = LoginReplies()
        var request: LoginRequest

        init(_ stage: FlowStage, isAllowed: Bool = false, isAttended: Bool = true) {
            self.stage = stage
            browser = ScriptedBrowser.signingIn(at: stage.sandbox)
            request = stage.request(.pkce(loginHint: nil))
            request.overrides.pkcePort = FreePort.next()
            request.opensBrowser = true
            request.replies = isAttended ? replies : nil
            if isAllowed { allow() }
        }

        var redirect: String { "http://127.0.0.1:\(request.overrides.pkcePort ?? 0)/callback" }
        var probes: Int { stage.sandbox.requests.count { $0.endpoint == .silentAuthorize } }

        func allow() { stage.sandbox.script.allow(redirect) }

        /// Runs the login; the verdicts in order, and whether the browser waited at each.
        func run(_ onEvent: (LoginEvent) async throws -> Void = { _ in }) async throws -> [AllowlistNews] {
            let events = try await stage.events(
                of: request, in: stage.world(clock: clock.door, browser: browser), onEvent: onEvent)
            guard case .loggedIn? = events.last else {
                Issue.record("no login")
                return []
            }
            return events.compactMap { if case .allowlist(let news) = $0 { news } else { nil } }
        }
    }

    @Test func `A redirect URI that is accepted lets the browser go at once`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage, isAllowed: true)
            var order: [String] = []
            let news = try await trial.run { event in
                if case .allowlist = event { order.append("verdict") }
                if case .openingBrowser = event { order.append("browser") }
            }
            #expect(news.map(\.verdict) == [.accepted])
            #expect(news.first?.redirect.description == trial.redirect)
            #expect(order == ["verdict", "browser"])
            #expect(trial.browser.addresses.count == 1)
            #expect(trial.probes == 1)
        }
    }

    @Test func `The probe is the browser's request, silent, with a state of its own and no cookie`() async throws {
        try await FlowStage.with { stage in
            var trial = Trial(stage, isAllowed: true)
            trial.request.forcesLogin = true
            _ = try await trial.run()
            let probe = try #require(stage.sandbox.requests.first { $0.endpoint == .silentAuthorize })
            let visit = try #require(stage.sandbox.requests.first { $0.endpoint == .authorize })
            #expect(probe.query["prompt"] == "none")
            #expect(visit.query["prompt"] == "login")
            #expect(probe.query["state"] != visit.query["state"])
            let same = ["client_id", "redirect_uri", "response_type", "scope", "nonce", "code_challenge"]
            for name in same { #expect(probe.query[name] == visit.query[name]) }
            #expect(Set(probe.query.keys) == Set(visit.query.keys))
            #expect(probe.headers["cookie"] == nil)
        }
    }

    @Test func `The code is exchanged over the connection that the probe has warmed`() async throws {
        try await FlowStage.with { stage in
            _ = try await Trial(stage, isAllowed: true).run()
            let probe = try #require(stage.sandbox.requests.first { $0.endpoint == .silentAuthorize })
            let exchange = try #require(stage.sandbox.requests.first { $0.endpoint == .token })
            #expect(probe.clientPort == exchange.clientPort)
        }
    }

    @Test func `Without a person a rejection is told, and the login goes on`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage, isAttended: false)
            let news = try await trial.run { event in
                // The browser shows an error; the person edits the allowlist and signs in by the address.
                guard case .browserAsked = event else { return }
                trial.allow()
                try await stage.sandbox.signIn(at: try #require(trial.browser.addresses.first).absoluteString)
            }
            #expect(news.map(\.verdict) == [.rejected])
            #expect(news.map(\.holdsBrowser) == [false])
            #expect(trial.probes == 1)
        }
    }

    @Test func `The browser opens by itself, once, when the allowlist has been edited`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage)
            let news = try await trial.run { event in
                guard case .allowlist(let news) = event, news.holdsBrowser else { return }
                #expect(trial.browser.addresses.isEmpty)
                // Two more questions find it as it was; time alone opens nothing. The window and the patience wait too.
                for round in 1...2 {
                    await trial.clock.hasBegun(2 + round)
                    trial.clock.advance(by: .seconds(3))
                }
                await trial.clock.hasBegun(5)
                #expect(trial.probes == 3)
                #expect(trial.browser.addresses.isEmpty)
                trial.allow()
                trial.clock.advance(by: .seconds(3))
            }
            #expect(news.map(\.verdict) == [.rejected, .accepted])
            #expect(news.map(\.holdsBrowser) == [true, false])
            #expect(trial.browser.addresses.count == 1)
            #expect(trial.probes == 4)
            #expect(trial.clock.waits.filter { $0 == .seconds(3) }.count == 3)
        }
    }

    @Test func `Between two questions lie three seconds, not a moment less`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage)
            _ = try await trial.run { event in
                guard case .allowlist(let news) = event, news.holdsBrowser else { return }
                await trial.clock.hasBegun(3)
                trial.clock.advance(by: .milliseconds(2_999))
                #expect(trial.probes == 1)
                trial.clock.advance(by: .milliseconds(1))
                await trial.clock.hasBegun(4)
                #expect(trial.probes == 2)
                trial.allow()
                trial.clock.advance(by: .seconds(3))
            }
            #expect(trial.probes == 3)
        }
    }

    @Test func `The person opens it anyway, and it does not open again`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage)
            let news = try await trial.run { event in
                switch event {
                case .allowlist(let news) where news.holdsBrowser:
                    trial.replies.openBrowser()
                    trial.replies.openBrowser()
                case .browserAsked:
                    // The panel still notices when it is edited.
                    trial.allow()
                    await trial.clock.hasBegun(3)
                    trial.clock.advance(by: .seconds(3))
                case .allowlist(let news) where news.verdict == .accepted:
                    try await stage.sandbox.signIn(at: try #require(trial.browser.addresses.first).absoluteString)
                default: break
                }
            }
            #expect(news.map(\.verdict) == [.rejected, .accepted])
            #expect(trial.browser.addresses.count == 1)
        }
    }

    @Test func `After a rejection, no answer is no reason to open`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage)
            let news = try await trial.run { event in
                guard case .allowlist(let news) = event else { return }
                switch news.verdict {
                case .rejected:
                    stage.sandbox.script.answer(.silentAuthorize, with: .failure(.rateLimited()))
                    await trial.clock.hasBegun(3)
                    trial.clock.advance(by: .seconds(3))
                case .unknown(let answer):
                    #expect(answer == "it answered with status 429.")
                    #expect(news.holdsBrowser)
                    #expect(trial.browser.addresses.isEmpty)
                    trial.allow()
                    await trial.clock.hasBegun(4)
                    trial.clock.advance(by: .seconds(3))
                case .accepted: break
                }
            }
            #expect(news.count == 3)
            #expect(trial.browser.addresses.count == 1)
        }
    }

    @Test(arguments: [
        ScriptedAnswer.failure(.rateLimited()), .drop, .proxyPage(), .reply(status: 400, body: "prompt=none, no"),
        .redirect(to: "https://elsewhere.example/"),
    ])
    func `Where the tenant does not say, the browser opens`(answer: ScriptedAnswer) async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage, isAllowed: true)
            // As a rate limit would: without a redirect to the callback.
            if case .failure = answer { stage.sandbox.script.answer(.silentAuthorize, with: .empty(429)) }
            stage.sandbox.script.answer(.silentAuthorize, with: answer)
            let news = try await trial.run()
            #expect(news.count == 1)
            guard case .unknown(let said)? = news.first?.verdict else { return #expect(Bool(false), "\(news)") }
            #expect(!said.isEmpty)
            #expect(trial.browser.addresses.count == 1)
        }
    }

    @Test func `A custom error page that speaks of a mismatch is a rejection`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.errorPage = "https://errors.acme.com/auth"
            let trial = Trial(stage)
            let news = try await trial.run { event in
                guard case .allowlist(let news) = event, news.holdsBrowser else { return }
                trial.allow()
                await trial.clock.hasBegun(3)
                trial.clock.advance(by: .seconds(3))
            }
            #expect(news.map(\.verdict) == [.rejected, .accepted])
        }
    }

    @Test func `A tenant that takes long keeps the browser for two seconds`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(.silentAuthorize, .hang)
            let trial = Trial(stage, isAllowed: true)
            let news = try await trial.run { event in
                guard case .preflight = event else { return }
                await trial.clock.hasBegun(2)
                trial.clock.advance(by: .milliseconds(1_999))
                #expect(trial.browser.addresses.isEmpty)
                trial.clock.advance(by: .milliseconds(1))
            }
            #expect(news.isEmpty)
            #expect(trial.browser.addresses.count == 1)
        }
    }

    @Test func `Switched off, the tenant is not asked`() async throws {
        try await FlowStage.with { stage in
            var trial = Trial(stage, isAllowed: true)
            trial.request.probesAllowlist = false
            let news = try await trial.run { event in
                if case .preflight(let preflight) = event { #expect(!preflight.probesAllowlist) }
            }
            #expect(news.isEmpty)
            #expect(trial.probes == 0)
            #expect(trial.browser.addresses.count == 1)
        }
    }

    @Test func `Where no browser can open, the verdict is told and nothing is held`() async throws {
        try await FlowStage.with { stage in
            let trial = Trial(stage)
            let browser = ScriptedBrowser(reach: .nowhere(.container)) { _ in Issue.record("opened") }
            var verdicts: [AllowlistVerdict] = []
            let world = stage.world(clock: trial.clock.door, browser: browser)
            for try await event in LoginFlow(contexts: stage.contexts, world: world).events(for: trial.request) {
                switch event {
                case .preflight(let preflight):
                    #expect(preflight.obstacle == .container)
                    #expect(!preflight.opensBrowser)
                case .allowlist(let news):
                    verdicts.append(news.verdict)
                    #expect(!news.holdsBrowser)
                    if news.verdict == .rejected {
                        trial.allow()
                        // The window, the patience, and the pause.
                        await trial.clock.hasBegun(3)
                        trial.clock.advance(by: .seconds(3))
                    }
                default: break
                }
                if verdicts.count == 2 { break }
            }
            #expect(verdicts == [.rejected, .accepted])
        }
    }
}
