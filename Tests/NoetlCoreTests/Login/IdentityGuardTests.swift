import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Whose session is saved: the required user's, the one's who was there before, or whom the person agrees to.
@Suite(.timeLimit(.minutes(5))) struct IdentityGuardTests {
    /// A context whose session is of this user.
    private func belongs(to user: String, _ stage: FlowStage) throws {
        try stage.contexts.edit { file throws(NoetlError) in
            try file.apply(.session(CachedSession(token: Secret("the-old-token"), user: user)), to: "prod")
        }
    }

    private func changes(_ events: [LoginEvent]) -> [UserChange] {
        events.compactMap { if case .userChanged(let change) = $0 { change } else { nil } }
    }

    @Test(arguments: ["you@example.com", "You@Example.COM"])
    func `The required user is saved, whatever the case`(required: String) async throws {
        try await FlowStage.with { stage in
            try belongs(to: "somebody@example.com", stage)
            var request = stage.passwordRequest
            request.requiredUser = required
            let events = try await stage.events(of: request)
            // Who was required needs no warning.
            #expect(changes(events).isEmpty)
            #expect(try stage.saved()?.user == "you@example.com")
        }
    }

    @Test(arguments: [true, false])
    func `Another user than required saves nothing`(isAttended: Bool) async throws {
        try await FlowStage.with { stage in
            try belongs(to: "ops@example.com", stage)
            var request = stage.passwordRequest
            request.requiredUser = "ops@example.com"
            request.replies = isAttended ? LoginReplies() : nil
            let error = try #require(try await stage.failure(of: request))
            #expect(error.code == .wrongUser)
            #expect(error.why == "you@example.com signed in, not ops@example.com.")
            #expect(error.next.contains("--force-login"))
            #expect(try stage.saved()?.token == Secret("the-old-token"))
        }
    }

    @Test func `The required user counts without saving too`() async throws {
        try await FlowStage.with { stage in
            var request = stage.passwordRequest
            request.savesSession = false
            request.requiredUser = "ops@example.com"
            let error = try await stage.failure(of: request)
            #expect(error?.code == .wrongUser)
        }
    }

    @Test func `Where the gateway names nobody, the token does`() async throws {
        try await FlowStage.with { stage in
            let body = #"{"status":"authenticated","session_token":"0123456789abcdef0123456789abcdef"}"#
            stage.sandbox.script.always(.login, .reply(status: 200, body: body))
            var request = stage.passwordRequest
            request.requiredUser = "ops@example.com"
            let error = try #require(try await stage.failure(of: request))
            #expect(error.why == "you@example.com signed in, not ops@example.com.")
            request.requiredUser = "you@example.com"
            #expect(try await stage.failure(of: request) == nil)
            request.mode = .token(Secret("a.b.c"))
            #expect(try await stage.failure(of: request)?.why.hasPrefix("Neither the gateway nor the token") == true)
        }
    }

    @Test func `A script is told that another user takes over`() async throws {
        try await FlowStage.with { stage in
            try belongs(to: "ops@example.com", stage)
            let events = try await stage.events(of: stage.passwordRequest)
            #expect(
                changes(events) == [
                    UserChange(
                        context: "prod", saved: "ops@example.com", arrived: "you@example.com", canStartOver: false)
                ])
            #expect(try stage.saved()?.user == "you@example.com")
        }
    }

    @Test(arguments: ["you@example.com", "YOU@example.com"])
    func `The same user as before is nothing to speak of`(before: String) async throws {
        try await FlowStage.with { stage in
            try belongs(to: before, stage)
            var request = stage.passwordRequest
            request.replies = LoginReplies()
            let events = try await stage.events(of: request)
            #expect(changes(events).isEmpty)
            #expect(!events.contains { if case .confirmUser = $0 { true } else { false } })
        }
    }

    @Test func `A login that saves nothing asks nothing`() async throws {
        try await FlowStage.with { stage in
            try belongs(to: "ops@example.com", stage)
            var request = stage.passwordRequest
            request.savesSession = false
            request.replies = LoginReplies()
            let events = try await stage.events(of: request)
            #expect(!events.contains { if case .confirmUser = $0 { true } else { false } })
        }
    }

    @Test(arguments: [true, false])
    func `A person decides before anything is saved`(isWanted: Bool) async throws {
        try await FlowStage.with { stage in
            try belongs(to: "ops@example.com", stage)
            let replies = LoginReplies()
            var request = stage.passwordRequest
            request.replies = replies
            var error: NoetlError?
            do {
                _ = try await stage.events(of: request) { event in
                    guard case .confirmUser(let change) = event else { return }
                    #expect(change.arrived == "you@example.com")
                    let saved = try stage.saved()
                    #expect(saved?.token == Secret("the-old-token"))
                    replies.saveOtherUser(isWanted)
                }
            } catch let failure as NoetlError { error = failure }
            #expect(error?.code == (isWanted ? nil : .wrongUser))
            #expect(try stage.saved()?.user == (isWanted ? "you@example.com" : "ops@example.com"))
        }
    }

    @Test func `The browser is not kept waiting for the person`() async throws {
        try await FlowStage.with { stage in
            try belongs(to: "ops@example.com", stage)
            let replies = LoginReplies()
            var request = stage.request(.pkce(loginHint: nil))
            request.overrides.pkcePort = FreePort.next()
            request.replies = replies
            stage.sandbox.script.allow("http://127.0.0.1:\(request.overrides.pkcePort ?? 0)/callback")
            _ = try await stage.events(of: request) { event in
                switch event {
                case .preflight(let preflight):
                    let page = try await stage.sandbox.signIn(at: preflight.address.absoluteString)
                    #expect(page.pageBody.contains("Finishing in the terminal"))
                case .confirmUser(let change):
                    #expect(change.canStartOver)
                    replies.saveOtherUser(true)
                default: break
                }
            }
            #expect(try stage.saved()?.user == "you@example.com")
        }
    }
}
