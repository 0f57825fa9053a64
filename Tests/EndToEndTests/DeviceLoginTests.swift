import NoetlSandbox
import NoetlTestSupport
import Testing

/// Device login: a code that is entered in any browser, while the program polls.
@Suite("Device login", .timeLimit(.minutes(5)))
struct DeviceLoginTests {
    /// A tenant that lets a device poll every second, and in which `decision` happens.
    private static func settings(_ decision: DeviceBehaviour.Decision) -> SandboxSettings {
        var settings = SandboxSettings()
        settings.device = DeviceBehaviour(interval: 1, decision: decision)
        return settings
    }

    @Test("a device login shows the code, opens the browser and saves the session", arguments: Form.allCases)
    func forms(_ form: Form) async throws {
        try await Scene.play(Self.settings(.user)) { scene in
            let outcome = try await scene.run(["auth", "login", "--browser"] + form.flags)
            try scene.expect(outcome, are: "device-\(form)")
            try scene.expectSaved(outcome)
        }
    }

    @Test("the mode that worked is remembered beside the config, unless nothing is to be saved")
    func memory() async throws {
        try await Scene.play(Self.settings(.approved(as: "you@example.com"))) { scene in
            let login = ["auth", "login", "--browser", "--no-browser-open"]
            let unsaved = try await scene.run(login + ["--no-save"])
            #expect(unsaved.status == 0)
            #expect(!scene.home.has(".noetl/state.json"))
            let saved = try await scene.run(login)
            #expect(saved.status == 0)
            #expect(try scene.home.text(of: ".noetl/state.json").contains(#""prod" : "device""#))
            #expect(try scene.home.mode(of: ".noetl/state.json") == 0o600)
        }
    }

    @Test("--qr shows the complete address as a code that a phone reads", arguments: Form.allCases)
    func qrCode(_ form: Form) async throws {
        try await Scene.play(Self.settings(.approved(as: "you@example.com"))) { scene in
            let outcome = try await scene.run(
                ["auth", "login", "--browser", "--no-browser-open", "--qr"] + form.flags)
            #expect(outcome.status == 0)
            let notice = form == .json ? outcome.error : outcome.output
            let address = try #require(notice.split(separator: "\n").first { $0.contains("?user_code=") })
            // Light blocks on nothing, as a dark terminal shows them.
            let drawn = notice.split(separator: "\n").filter { $0.contains("█") }.map(String.init)
            #expect(try await QRReader.read(drawn, ink: .light) == [String(address)])
            #expect(outcome.output.contains("█") == (form != .json))
        }
    }

    @Test("--qr belongs to the device code, and says where it cannot be drawn")
    func qrCodeElsewhere() async throws {
        try await Scene.play(Self.settings(.approved(as: "you@example.com"))) { scene in
            let stray = try await scene.noetl("auth", "login", "--browser-pkce", "--qr")
            #expect(stray.status == 1)
            #expect(stray.error.contains("--qr has no effect here.\nIt belongs to --browser."))
            let plain = try await scene.noetl(
                "auth", "login", "--browser", "--no-browser-open", "--qr", with: ["LANG": "C"])
            #expect(plain.status == 0)
            #expect(plain.output.contains("No QR code: its characters need a UTF-8 locale, such as LANG=C.UTF-8."))
        }
    }

    @Test("the code can be entered elsewhere while the program waits")
    func elsewhere() async throws {
        try await Scene.play(Self.settings(.user)) { scene in
            let outcome = try await scene.start("auth", "login", "--browser", "--no-browser-open") { program in
                let line = try await program.line { $0.contains("Code:") }
                let code = try #require(line.split(separator: " ").last)
                _ = try await scene.sandbox.request { $0.endpoint == .token }
                try await scene.sandbox.approveDevice(userCode: String(code))
            }
            try scene.expect(outcome, are: "device-elsewhere")
            try scene.expectSaved(outcome)
        }
    }

    @Test("the device code and the client secret are never shown, and the secret is never sent")
    func secrets() async throws {
        var settings = Self.settings(.approved(as: "you@example.com"))
        settings.clients[0].secret = "sandbox-client-secret"
        try await Scene.play(settings) { scene in
            let outcome = try await scene.noetl(
                "auth", "login", "--browser", "--no-browser-open", "--debug",
                with: ["NOETL_AUTH0_CLIENT_SECRET": "sandbox-client-secret"])
            try scene.expectSaved(outcome)
            let poll = try #require(scene.sandbox.requests.first { $0.endpoint == .token })
            let deviceCode = try #require(poll.form["device_code"])
            #expect(!outcome.output.contains(deviceCode))
            #expect(!outcome.error.contains(deviceCode))
            #expect(scene.sandbox.requests.allSatisfy { !$0.body.contains("sandbox-client-secret") })
        }
    }

    @Test("a person who denies the request ends the login", arguments: [Form.human, .json])
    func denied(_ form: Form) async throws {
        try await Scene.play(Self.settings(.denied)) { scene in
            let outcome = try await scene.run(["auth", "login", "--browser", "--no-browser-open"] + form.flags)
            try scene.expect(outcome, are: "device-denied-\(form)")
            try scene.expectNothingSaved()
        }
    }

    @Test("a code that nobody enters in time ends the login", arguments: [Form.human, .json])
    func expired(_ form: Form) async throws {
        var settings = Self.settings(.user)
        settings.device.lifetime = 2
        try await Scene.play(settings) { scene in
            let outcome = try await scene.run(["auth", "login", "--browser", "--no-browser-open"] + form.flags)
            try scene.expect(outcome, are: "device-expired-\(form)")
            try scene.expectNothingSaved()
        }
    }

    @Test("an outage of the tenant is told once, and again after it was reached")
    func outage() async throws {
        // The pause after a failed poll grows: 1, 2, 4 and 8 s.
        try await Scene.play(Self.settings(.approved(as: "you@example.com"))) { scene in
            scene.sandbox.script.answer(.token, with: .drop, .drop, .authorizationPending, .drop)
            let outcome = try await scene.noetl("auth", "login", "--browser", "--no-browser-open")
            try scene.expectSaved(outcome)
            let told = outcome.error.split(separator: "\n").count { $0.hasPrefix("The tenant could not be reached") }
            #expect(told == 2)
        }
    }
}
