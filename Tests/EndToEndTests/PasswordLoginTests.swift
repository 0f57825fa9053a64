import NoetlSandbox
import NoetlTestSupport
import Testing

/// The password grant, with the password from standard input.
@Suite("Password login", .timeLimit(.minutes(5)))
struct PasswordLoginTests {
    @Test("a password login saves the session and tells about it", arguments: Form.allCases)
    func forms(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--auth0", "you@example.com", "--password-stdin"] + form.flags,
                input: "sandbox-password\n")
            try scene.expect(outcome, are: "password-\(form)")
            try scene.expectSaved(outcome)
            #expect(scene.asked == ["tenant POST /oauth/token", "gateway POST /api/auth/login"])
        }
    }

    @Test("--password without a terminal reads one line of standard input, and no more of it")
    func oneLine() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password", input: "sandbox-password\nsecond line\n")
            try scene.expectSaved(outcome)
            #expect(scene.sandbox.requests.first?.form["password"] == "sandbox-password")
        }
    }

    @Test("blanks and signs of a password arrive as they are, with and without a line end", arguments: ["", "\n"])
    func signs(_ end: String) async throws {
        try await Scene.play { scene in
            let user = SandboxUser.defaults[1]
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0", user.email, "--password-stdin", input: user.password + end)
            try scene.expectSaved(outcome, user: user.email)
            #expect(scene.sandbox.requests.first?.form["password"] == user.password)
        }
    }

    @Test("--realm asks for the connection by name")
    func realm() async throws {
        try await Scene.play { scene in
            scene.sandbox.script.hasDefaultDirectory = false
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password-stdin", "--realm",
                scene.sandbox.addresses.realm, input: "sandbox-password")
            try scene.expectSaved(outcome)
            let form = try #require(scene.sandbox.requests.first?.form)
            #expect(form["grant_type"] == "http://auth0.com/oauth/grant-type/password-realm")
            #expect(form["realm"] == scene.sandbox.addresses.realm)
        }
    }

    @Test("a wrong password is told as such and nothing is saved", arguments: [Form.human, .json])
    func wrong(_ form: Form) async throws {
        try await Scene.play { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--auth0", "you@example.com", "--password-stdin"] + form.flags, input: "guess\n")
            try scene.expect(outcome, are: "password-wrong-\(form)")
            try scene.expectNothingSaved()
            #expect(scene.asked == ["tenant POST /oauth/token"])
        }
    }

    @Test("an empty standard input is a usage error, and nobody is asked anything")
    func empty() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl("auth", "login", "--auth0", "you@example.com", "--password-stdin")
            try scene.expect(outcome, are: "password-empty")
            #expect(scene.asked == [])
        }
    }

    @Test("a password login without an email and without a terminal is a usage error")
    func noEmail() async throws {
        try await Scene.play { scene in
            let outcome = try await scene.noetl("auth", "login", "--password", input: "sandbox-password\n")
            try scene.expect(outcome, are: "password-no-email")
            #expect(scene.asked == [])
        }
    }

    @Test(
        "each refusal of the tenant has its own words",
        arguments: [
            ("too_many_attempts", SandboxFailure.tooManyAttempts),
            ("unauthorized_client", .unauthorizedClient), ("access_denied", .accessDenied),
            ("mfa_required", .mfaRequired), ("password_leaked", .passwordLeaked),
            ("server_error", .noDefaultConnection),
        ])
    func refusals(_ name: String, _ failure: SandboxFailure) async throws {
        try await Scene.play { scene in
            scene.sandbox.script.answer(.token, with: .failure(failure))
            let outcome = try await scene.noetl(
                "auth", "login", "--auth0", "you@example.com", "--password-stdin", input: "sandbox-password\n")
            try scene.expect(outcome, are: "password-\(name)")
            #expect(!outcome.error.contains("mfa-token"))
            #expect(scene.asked == ["tenant POST /oauth/token"])
        }
    }
}
