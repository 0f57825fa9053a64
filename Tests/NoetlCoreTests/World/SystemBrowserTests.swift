import Foundation
import NoetlCore
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The person's browser: which program is asked, with which words, and what is known of it afterwards.
@Suite(.timeLimit(.minutes(5))) struct SystemBrowserTests {
    private static let address = "https://acme.us.auth0.com/authorize?state=a&scope=openid%20profile"

    @Test(
        arguments: [
            (nil, ["xdg-open", address]), ("firefox", ["firefox", address]),
            ("/usr/bin/firefox", ["/usr/bin/firefox", address]),
            ("  firefox\t--new-tab ", ["firefox", "--new-tab", address]), ("firefox %s", ["firefox", address]),
            ("firefox %s --new-tab", ["firefox", address, "--new-tab"]), ("open -u=%s", ["open", "-u=\(address)"]),
            ("show %s %s", ["show", address, address]), ("%s", [address]), ("   ", []),
            ("'my browser' x", ["'my", "browser'", "x", address]),
            ("a;b $(id) `id` |c", ["a;b", "$(id)", "`id`", "|c", address]),
            ("firefox %u", ["firefox", "%u", address]),
        ] as [(String?, [String])])
    func `The words of BROWSER become an argv that no shell reads`(browser: String?, argv: [String]) throws {
        let variables = browser.map { ["BROWSER": $0] } ?? ["DISPLAY": ":0"]
        let reach = BrowserReach(environment: Environment(variables), facts: .init())
        guard case .command(let words) = reach else { return #expect(Bool(false), "\(reach)") }
        #expect(SystemBrowser.argv(words, opening: try #require(URL(string: Self.address))) == argv)
    }

    @Test(arguments: [
        "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "mailto:you@example.com",
        "http:", "https:///path", "//a.example/", "a.example", "vbscript:x", "x-evil://a.example/",
    ])
    func `Only web pages are opened`(text: String) async throws {
        let browser = SystemBrowser(
            environment: Environment(["BROWSER": "/no/such/browser"]), facts: .init(), clock: .shut)
        let address = try #require(URL(string: text))
        let failure = await #expect(throws: BrowserFailure.self) { try await browser.open(address) }
        #expect(failure?.reason == "Only http and https addresses are opened.")
    }

    @Test(arguments: ["/no/such/browser", "no-such-browser-anywhere", "./no-such-browser"])
    func `A program that is not there is named`(program: String) async throws {
        let failure = try await failure(of: program)
        #expect(failure == "\(program) is not installed.")
    }

    @Test func `A blank BROWSER is told`() async throws {
        #expect(try await failure(of: "  ") == "$BROWSER is blank.")
    }

    @Test func `A file that is no program is told`() async throws {
        let failure = try await failure(of: "/etc/hostname")
        #expect(failure?.hasPrefix("/etc/hostname ") == true)
    }

    @Test func `A program that ends well was asked`() async throws {
        #expect(try await failure(of: "true") == nil)
    }

    @Test func `The status of a program that fails is told`() async throws {
        try await ShellProgram.with("exit 3") { program in
            let failure = try await failure(of: program.path)
            #expect(failure?.hasSuffix("/program ended with status 3.") == true)
        }
    }

    @Test func `The signal that ended a program is told`() async throws {
        try await ShellProgram.with("kill -KILL $$") { program in
            let failure = try await failure(of: program.path)
            #expect(failure?.hasSuffix("/program was ended by signal 9.") == true)
        }
    }

    @Test func `Nothing in an address is obeyed by a shell`() async throws {
        let address = "https://a.example/?x=$(touch%20/tmp/x)&y='z';a|b*~!(c)"
        try await ShellProgram.with(ShellProgram.recording) { program in
            let report = try await program.report(opening: address, words: "--new-tab")
            #expect(
                report.filter { $0.hasPrefix("arg ") } == [
                    "arg --new-tab", "arg \(URL(string: address)?.absoluteString ?? "")",
                ])
        }
    }

    @Test func `The program gets null stdio and a session of its own`() async throws {
        try await ShellProgram.with(ShellProgram.recording) { program in
            let report = try await program.report(opening: Self.address)
            for descriptor in 0...2 { #expect(report.contains("fd\(descriptor) /dev/null")) }
            let pid = try #require(report.first { $0.hasPrefix("pid ") }?.dropFirst(4))
            #expect(report.contains("sid \(pid)"))
        }
    }

    @Test func `The program does not get our secrets`() async {
        // In a process of its own, since the environment is everybody's.
        await #expect(processExitsWith: .success) {
            setenv("NOETL_SESSION_TOKEN", "canary-1", 1)
            setenv("NOETL_AUTH0_CLIENT_SECRET", "canary-2", 1)
            setenv("NOETL_HARMLESS", "kept", 1)
            try await ShellProgram.with(ShellProgram.recording) { program in
                let report = try await program.report(opening: "https://a.example/")
                #expect(report.contains("env NOETL_HARMLESS=kept"))
                #expect(!report.joined().contains("canary"))
            }
        }
    }

    @Test func `A program that runs on is not waited for, and lives on`() async throws {
        try await ShellProgram.with(ShellProgram.waiting) { program in
            let clock = ManualClock()
            let browser = SystemBrowser(environment: program.environment(), facts: .init(), clock: clock.door)
            let address = try #require(URL(string: Self.address))
            async let asked = browser.open(address)
            await clock.hasBegun(1)
            clock.advance(by: .seconds(1))
            #expect(try await asked == program.path)
            try await program.hasStarted()
            #expect(try await program.finishes())
        }
    }

    @Test func `Cancelling stops the watching and not the program`() async throws {
        try await ShellProgram.with(ShellProgram.waiting) { program in
            let clock = ManualClock()
            let browser = SystemBrowser(environment: program.environment(), facts: .init(), clock: clock.door)
            let address = try #require(URL(string: Self.address))
            let opening = Task { try await browser.open(address) }
            try await program.hasStarted()
            opening.cancel()
            _ = await opening.result
            #expect(try await program.finishes())
        }
    }

    private func failure(of program: String) async throws -> String? {
        // The clock stands still, so only the program's own end ends the watching.
        let browser = SystemBrowser(
            environment: Environment(["BROWSER": program]), facts: .init(), clock: ManualClock().door)
        let address = try #require(URL(string: Self.address))
        do {
            _ = try await browser.open(address)
            return nil
        } catch { return error.reason }
    }
}
