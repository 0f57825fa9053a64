import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What a login tells of the browser, and that it never depends on one.
@Suite(.timeLimit(.minutes(5))) struct BrowserNewsTests {
    private func pkce(_ stage: FlowStage, opensBrowser: Bool = true) -> LoginRequest {
        var request = stage.pkceRequest()
        request.opensBrowser = opensBrowser
        return request
    }

    @Test func `The browser gets the address of the notice, and signs in`() async throws {
        try await FlowStage.with { stage in
            let browser = ScriptedBrowser.signingIn(at: stage.sandbox, as: "ops@example.com")
            let events = try await stage.events(of: pkce(stage), in: stage.world(browser: browser))
            guard case .preflight(let preflight)? = events.first, case .loggedIn(let outcome)? = events.last else {
                return #expect(Bool(false), "no login")
            }
            #expect(browser.addresses == [preflight.address])
            #expect(preflight.opensBrowser)
            #expect(outcome.session.user.email == "ops@example.com")
        }
    }

    @Test func `A browser that does not open is news and no failure`() async throws {
        try await FlowStage.with { stage in
            let browser = ScriptedBrowser.missing("xdg-open is not installed.")
            let events = try await stage.events(of: pkce(stage), in: stage.world(browser: browser)) { event in
                // Only then does the person open the address.
                guard case .browserDidNotOpen = event, let address = browser.addresses.first else { return }
                try await stage.sandbox.signIn(at: address.absoluteString)
            }
            #expect(events.contains(.browserDidNotOpen(reason: "xdg-open is not installed.")))
            guard case .loggedIn? = events.last else { return #expect(Bool(false), "no login") }
        }
    }

    @Test func `A device login opens the address with the code in it`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.device = DeviceBehaviour(
                interval: 1, lifetime: 900, decision: .approved(as: "you@example.com"))
            var request = stage.request(.device)
            request.opensBrowser = true
            let browser = ScriptedBrowser.idle
            let clock = ManualClock(hurries: true)
            let events = try await stage.events(of: request, in: stage.world(clock: clock.door, browser: browser))
            guard case .deviceCode(let code)? = events.first else { return #expect(Bool(false), "no code") }
            #expect(browser.addresses == [try #require(code.verificationURIComplete)])
            #expect(code.verificationURIComplete?.absoluteString.contains(code.userCode) == true)
            #expect(code.lifetime == .seconds(900))
            guard case .loggedIn? = events.last else { return #expect(Bool(false), "no login") }
        }
    }

    @Test func `Without leave no browser opens`() async throws {
        try await FlowStage.with { stage in
            // The browser of this world fails the test when it is opened.
            let events = try await stage.events(of: pkce(stage, opensBrowser: false)) { event in
                guard case .preflight(let preflight) = event else { return }
                #expect(!preflight.opensBrowser)
                try await stage.sandbox.signIn(at: preflight.address.absoluteString)
            }
            #expect(!events.contains { if case .browserAsked = $0 { true } else { false } })
        }
    }

    @Test(arguments: [
        #""verification_uri":"javascript:alert(1)""#, #""verification_uri":"file:///etc/passwd""#,
        #""verification_uri":"""#,
        #""verification_uri":"https:///x""#, #""verification_uri":7"#, #""x":1"#,
    ])
    func `An address that is no web page is neither shown nor opened`(field: String) async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(
                .deviceCode,
                .reply(status: 200, body: #"{"device_code":"d","user_code":"U","expires_in":900,"# + field + "}"))
            var request = stage.request(.device)
            request.opensBrowser = true
            let error = try #require(try await stage.failure(of: request))
            #expect(error.code == .auth0Error)
        }
    }

    @Test func `The user code of a hostile tenant is cleaned, and a bad complete address is left out`() async throws {
        try await FlowStage.with { stage in
            stage.sandbox.script.always(
                .deviceCode,
                .reply(
                    status: 200,
                    body:
                        #"{"device_code":"d","user_code":"AB\u001b[31m\r\nCD","expires_in":900,"verification_uri":"https://a.example/","verification_uri_complete":"javascript:x"}"#
                ))
            stage.sandbox.script.always(.token, .failure(.accessDenied))
            var shown: DeviceCode?
            let clock = ManualClock(hurries: true)
            await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: stage.request(.device), in: stage.world(clock: clock.door)) { event in
                    if case .deviceCode(let code) = event { shown = code }
                }
            }
            #expect(shown?.userCode == "AB[31m CD")
            #expect(shown?.verificationURIComplete == nil)
            #expect(clock.waits == [.seconds(5)])
        }
    }

    @Test func `No secret of any mode is in the events or the trace`() async throws {
        try await FlowStage.with { stage in
            let lines = Guarded<[String]>([])
            let trace = Trace { line in lines.with { $0.append(line) } }
            let environment = Environment([:])
            let http = SystemHTTP(
                trust: TrustSettings(caFile: stage.sandbox.addresses.caFile, environment: environment),
                environment: environment, trace: trace)
            let world = World.forTests(
                http: http, browser: ScriptedBrowser.signingIn(at: stage.sandbox),
                clock: ManualClock(hurries: false).door,
                trace: trace)
            var printed = ""
            var request = pkce(stage)
            request.overrides.auth0ClientSecret = Secret("canary-client-secret")
            for event in try await stage.events(of: request, in: world) {
                if case .preflight = event { continue }  // It holds the address, whose state is the person's to see.
                dump(event, to: &printed)
            }
            for event in try await stage.events(of: stage.passwordRequest, in: world) { dump(event, to: &printed) }
            printed += lines.current.joined(separator: "\n")
            var secrets = ["sandbox-password", "canary-client-secret", try #require(try stage.saved()).token.reveal()]
            for request in stage.sandbox.requests {
                for name in ["code", "code_verifier"] { secrets += request.form[name].map { [$0] } ?? [] }
                secrets += request.json?["auth0_token"]?.text.map { [$0] } ?? []
                secrets += request.query["state"].map { [$0] } ?? []
            }
            #expect(secrets.count > 6)
            #expect(lines.current.count > 4)
            for secret in secrets { #expect(!printed.contains(secret)) }
        }
    }
}
