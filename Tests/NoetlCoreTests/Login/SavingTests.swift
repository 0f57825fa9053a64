import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What a login leaves in the config file, and what keeps it from starting.
@Suite(.timeLimit(.minutes(5))) struct SavingTests {
    private func tokenRequest(_ stage: FlowStage) throws -> LoginRequest {
        stage.request(.token(Secret(try stage.sandbox.issueTokens().idToken)))
    }

    private func text(_ stage: FlowStage) throws -> String {
        try String(contentsOf: stage.contexts.file, encoding: .utf8)
    }

    @Test func `Without saving the file stays as it was`() async throws {
        try await FlowStage.with { stage in
            let before = try text(stage)
            var request = stage.passwordRequest
            request.savesSession = false
            let events = try await stage.events(of: request)
            guard case .loggedIn(let outcome)? = events.last else { throw CancellationError() }
            #expect(outcome.savedContext == nil)
            #expect(try text(stage) == before)
        }
    }

    @Test func `A domain from a flag is saved with the session where the context had none`() async throws {
        try await FlowStage.with { stage in
            try stage.contexts.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.auth0Domain: .clear]), to: "prod")
            }
            var request = stage.passwordRequest
            request.overrides.auth0Domain = "https://\(stage.sandbox.addresses.tenantDomain)/"
            _ = try await stage.events(of: request)
            let context = try stage.contexts.load()["prod"]
            #expect(context?.auth0.domain == stage.sandbox.addresses.tenantDomain)
            #expect(context?.session != nil)
        }
    }

    @Test func `A domain from a flag does not replace the context's`() async throws {
        try await FlowStage.with { stage in
            try stage.contexts.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.auth0Domain: .set("login.acme.com")]), to: "prod")
            }
            var request = stage.passwordRequest
            request.overrides.auth0Domain = stage.sandbox.addresses.tenantDomain
            _ = try await stage.events(of: request)
            #expect(try stage.contexts.load()["prod"]?.auth0.domain == "login.acme.com")
        }
    }

    @Test func `Only the target context is touched`() async throws {
        try await FlowStage.with { stage in
            try stage.contexts.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.serverURL: .set("https://other.example")]), to: "other")
                try file.setCurrent("other")
            }
            _ = try await stage.events(of: try tokenRequest(stage))
            let contexts = try stage.contexts.load()
            #expect(contexts.current == "other")
            #expect(contexts["other"]?.session == nil)
            #expect(contexts["prod"]?.session != nil)
        }
    }

    @Test func `A config in a folder that is a file is refused before anybody signs in`() async throws {
        try await FlowStage.with { stage in
            let file = stage.folder.appending(path: "plain/config.yaml")
            try Data().write(to: stage.folder.appending(path: "plain"))
            let store = ContextStore(file: file)
            let error = await #expect(throws: NoetlError.self) {
                for try await _ in LoginFlow(contexts: store, world: .forTests()).events(for: stage.passwordRequest) {}
            }
            #expect(error?.code == .configInvalid)
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test func `A context that cannot be edited is refused before anybody signs in`() async throws {
        try await FlowStage.with { stage in
            let addresses = stage.sandbox.addresses
            let yaml = """
                current_context: prod
                contexts:
                  base: &base
                    server_url: \(addresses.gatewayURL)
                    auth0_domain: \(addresses.tenantDomain)
                    auth0_client_id: \(addresses.clientID)
                  prod: *base

                """
            try Data(yaml.utf8).write(to: stage.contexts.file)
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == .configUnwritable)
            #expect(stage.sandbox.requests.isEmpty)
            #expect(try text(stage) == yaml)
        }
    }

    @Test func `A config that is no YAML is refused before anybody signs in`() async throws {
        try await FlowStage.with { stage in
            try Data("contexts: [\n".utf8).write(to: stage.contexts.file)
            let error = try #require(try await stage.failure(of: stage.passwordRequest))
            #expect(error.code == .configInvalid)
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test func `Checking a login fails as the login would and asks nobody`() async throws {
        try await FlowStage.with { stage in
            let flow = LoginFlow(contexts: stage.contexts, world: .forTests())
            try await flow.check(stage.passwordRequest)
            var missing = stage.passwordRequest
            missing.context = ContextSelection(flag: "nope", environment: Environment([:]))
            let error = await #expect(throws: NoetlError.self) { try await flow.check(missing) }
            #expect(error?.code == .contextNotFound)
            #expect(stage.sandbox.requests.isEmpty)
        }
    }

    @Test func `A context that is deleted meanwhile is not made again`() async throws {
        try await FlowStage.with { stage in
            let error = await #expect(throws: NoetlError.self) {
                _ = try await stage.events(of: stage.request(.device)) { event in
                    guard case .deviceCode(let code) = event else { return }
                    try Data("contexts: {}\n".utf8).write(to: stage.contexts.file)
                    try await stage.sandbox.approveDevice(userCode: code.userCode)
                }
            }
            #expect(error?.code == .contextNotFound)
            let left = try text(stage)
            #expect(left == "contexts: {}\n")
        }
    }
}
