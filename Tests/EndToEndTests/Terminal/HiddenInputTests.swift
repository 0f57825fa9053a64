import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// Passwords and tokens typed or pasted at a prompt.
    @Suite("Hidden input", .timeLimit(.minutes(5)))
    struct HiddenInputTests {
        @Test("a password is not echoed, and ^U and backspace correct it")
        func password() async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "--auth0", "you@example.com", "--password", in: scene) {
                    terminal in
                    try await terminal.wait(for: "Password:")
                    try await terminal.type("marker-wrong")
                    try await terminal.press("C-u")
                    try await terminal.type("sandbox-passwordXY")
                    try await terminal.press("BSpace", "BSpace")
                    let typed = try await terminal.screen
                    #expect(typed == "Password:")
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                    let screen = try await terminal.screen
                    #expect(screen.contains("Gateway login successful."))
                    #expect(!screen.contains("marker-wrong") && !screen.contains("sandbox-password"))
                    #expect(try terminal.isRestored)
                }
                #expect(scene.sandbox.requests.first?.form["password"] == "sandbox-password")
                #expect(try scene.home.context("prod")["gateway_session_user"] == "you@example.com")
            }
        }

        @Test("an email is asked for in the open, and the password after it")
        func email() async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "--password", in: scene) { terminal in
                    try await terminal.wait(for: "Email:")
                    try await terminal.type("you@example.com")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Password:")
                    #expect(try await terminal.screen.contains("Email: you@example.com"))
                    try await terminal.type("sandbox-password")
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 0)
                    #expect(try terminal.isRestored)
                }
            }
        }

        @Test("Ctrl-C at the prompt is 130 and leaves the terminal as it was")
        func interrupted() async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "--auth0", "you@example.com", "--password", in: scene) {
                    terminal in
                    try await terminal.wait(for: "Password:")
                    try await terminal.type("marker-half")
                    try await terminal.press("C-c")
                    #expect(try await terminal.end() == 130)
                    let screen = try await terminal.screen
                    #expect(screen.contains("Cancelled."))
                    #expect(!screen.contains("marker-half"))
                    #expect(try terminal.isRestored)
                }
                #expect(scene.sandbox.requests.isEmpty)
                try scene.expectNothingSaved()
            }
        }

        @Test(
            "Ctrl-D on an empty line is a cancel too; ^\\ does nothing, nor does ^Z where no shell could bring it back",
            arguments: [["C-\\", "C-z", "C-d"]])
        func endOfInput(_ keys: [String]) async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "--auth0-token", "-", in: scene) { terminal in
                    try await terminal.wait(for: "Token:")
                    for key in keys.dropLast() { try await terminal.press(key) }
                    // The control characters count as typed.
                    try await terminal.press("C-u", keys[keys.count - 1])
                    #expect(try await terminal.end() == 130)
                    #expect(try terminal.isRestored)
                }
                #expect(scene.sandbox.requests.isEmpty)
            }
        }

        @Test(
            "a stopped prompt leaves a sane shell; fg asks again, with the input still hidden",
            arguments: Terminal.Stop.allCases)
        func stopped(_ stop: Terminal.Stop) async throws {
            try await Scene.play { scene in
                try await Terminal.shell("auth login --password --auth0 you@example.com", in: scene) { terminal in
                    try await terminal.wait(for: "Password:")
                    for round in 1...2 {
                        // What is typed when another program stops it may come after the stop, and is the shell's then.
                        if stop == .key { try await terminal.type("marker-half") }
                        try await terminal.stop(by: stop, round)
                        try await terminal.type("fg")
                        try await terminal.press("Enter")
                        try await terminal.wait(for: "Password:")
                    }
                    try await terminal.type("sandbox-password")
                    try await terminal.press("Enter")
                    try await terminal.wait(for: "Gateway login successful.")
                    #expect(!terminal.hasSent("marker-half") && !terminal.hasSent("sandbox-pass"))
                    try await terminal.leaveShell()
                }
                #expect(scene.sandbox.requests.first?.form["password"] == "sandbox-password")
            }
        }

        @Test("a token of 6,000 characters arrives whole, and none of it is on the screen")
        func longToken() async throws {
            try await Scene.play { scene in
                let token = "marker-" + (0..<5_993).map { String($0 % 10) }.joined()
                try await Terminal.run("auth", "login", "--auth0-token", "-", in: scene) { terminal in
                    try await terminal.wait(for: "Token:")
                    try await terminal.paste(token)
                    try await terminal.press("Enter")
                    #expect(try await terminal.end() == 1)
                    #expect(!(try await terminal.screen.contains("marker-")))
                    #expect(try terminal.isRestored)
                }
                let body = try #require(scene.sandbox.requests.first?.json)
                #expect(body["auth0_token"]?.text == token)
                #expect(token.count == 6_000)
            }
        }

        @Test("what is pasted after the first line does not reach the shell")
        func secondLine() async throws {
            try await Scene.play { scene in
                try await Terminal.run("auth", "login", "--auth0-callback-url", "-", in: scene) { terminal in
                    try await terminal.wait(for: "Callback URL:")
                    try await terminal.paste("https://app.acme.com/login\necho marker-second\n")
                    #expect(try await terminal.end() == 1)
                    #expect(!(try await terminal.screen.contains("marker-second")))
                    #expect(try terminal.isRestored)
                }
            }
        }
    }
}
