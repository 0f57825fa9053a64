import Foundation
import NoetlSandbox
import NoetlTestSupport
import Testing

extension TerminalTests {
    /// The context manager at work.
    @Suite("Manager", .timeLimit(.minutes(5)))
    struct ManagerTests {
        /// Listens on the port of its last argument.
        static let kubectl = """
            #!/usr/bin/python3
            import os, socket, sys, time
            if os.path.exists(os.environ["HOME"] + "/no-cluster"):
                print("error: context \\"kind\\" does not exist", file=sys.stderr)
                sys.exit(1)
            server = socket.create_server(("127.0.0.1", int(sys.argv[-1].split(":")[0])))
            print("Forwarding from 127.0.0.1", flush=True)
            if os.path.exists(os.environ["HOME"] + "/brittle"):
                server.accept()
                print("error: lost connection to pod", file=sys.stderr)
                sys.exit(1)
            time.sleep(1000)

            """

        /// A sandbox whose device codes are asked for every second.
        static let patient: SandboxSettings = {
            var settings = SandboxSettings()
            settings.device = DeviceBehaviour(interval: 1)
            return settings
        }()

        private static func initialise(_ name: String, _ terminal: Terminal) async throws {
            try await terminal.type("i")
            try await terminal.wait(for: "What is the address of the gateway?")
            try await terminal.type(terminal.scene.sandbox.addresses.gatewayURL)
            try await terminal.press("Enter")
            try await terminal.wait(for: "This will be saved:")
            try await terminal.retype(name)
            try await terminal.press("Enter")
            try await terminal.wait(for: "Context '\(name)' added. Press l to log in.")
        }

        @Test("an operator's day: from an empty file to two gateways, sessions, a port-forward, and tidied up again")
        func day() async throws {
            try await Scene.play(Self.patient) { scene in
                try FileManager.default.removeItem(atPath: scene.home.configPath)
                try scene.home.write(Self.kubectl, to: "bin/kubectl", mode: 0o700)
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.wait(for: Terminal.emptyList)
                    try await Self.initialise("one", terminal)
                    try await Self.initialise("two", terminal)
                    // Both logged in, the first for a moment only.
                    try await terminal.logInByCode()
                    try await terminal.waitForRow("two", "✓ 7h 59m left")
                    scene.sandbox.script.sessionSeconds = 3
                    try await terminal.press("Home")
                    try await terminal.logInByCode()
                    try await terminal.waitForRow("one", "! expired")
                    scene.sandbox.script.sessionSeconds = nil
                    try await terminal.logInByCode()
                    try await terminal.waitForRow("one", "✓ 7h 59m left")
                    try await Self.forward(terminal)
                    try await Self.tidyUp(terminal)
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
                #expect(try scene.home.context("live")["gateway_session_user"] == "you@example.com")
                #expect(try scene.home.context("one")["gateway_session_token"] != nil)
                #expect(try scene.home.text(of: ".noetl/config.yaml").contains("current_context: live\n"))
                #expect(try !scene.home.text(of: ".noetl/config.yaml").contains("kind"))
            }
        }

        /// Adds a context behind kubectl by hand, and forwards its port.
        private static func forward(_ terminal: Terminal) async throws {
            let scene = terminal.scene
            try await terminal.type("a")
            try await terminal.wait(for: "What is it called")
            try await terminal.type("kind")
            try await terminal.press("Tab")
            try await terminal.type("http://localhost:\(scene.port)")
            try await terminal.press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
            try await terminal.press("Tab")
            try await terminal.type("kind")
            try await terminal.press("Tab")
            try await terminal.type("noetl")
            try await terminal.press("C-s")
            try await terminal.wait(for: "Context 'kind' added.")
            try await terminal.type("p")
            try await terminal.wait(for: "Forwarding port \(scene.port) to 'kind'")
            try await terminal.wait(for: "Port-forward   ✓ \(scene.port) → 8082")
            #expect(!FreePort.isFree(scene.port))
            try await terminal.type("p")
            try await terminal.wait(for: "Stopped the port-forward of 'kind'.")
            try await terminal.wait(for: "not running")
            #expect(FreePort.isFree(scene.port))
        }

        /// Renames, switches and deletes.
        private static func tidyUp(_ terminal: Terminal) async throws {
            try await terminal.type("D")
            try await terminal.wait(for: "Delete context 'kind'?")
            try await terminal.press("Enter")
            try await terminal.waitForRow("kind")
            try await terminal.type("D")
            try await terminal.wait(for: "Delete context 'kind'?")
            try await terminal.type("y")
            try await terminal.wait(for: "Deleted 'kind'.")
            try await terminal.type("/")
            try await terminal.type("two")
            try await terminal.wait(for: "1 of 2")
            try await terminal.press("Escape")
            try await terminal.waitForRow("one")
            try await terminal.type("r")
            try await terminal.wait(for: "What shall 'two' be called?")
            try await terminal.retype("live")
            try await terminal.press("Enter")
            try await terminal.wait(for: "'two' is called 'live' now.")
            try await terminal.press("Enter")
            try await terminal.waitForRow("live", "*", "✓ 7h 59m left")
        }

        @Test("a port-forward that cannot start, and one that dies later, say what kubectl said")
        func brokenForward() async throws {
            try await Scene.play { scene in
                try scene.home.write(Self.kubectl, to: "bin/kubectl", mode: 0o700)
                try scene.home.write("", to: "no-cluster")
                try scene.configure(
                    """
                      kind:
                        server_url: http://localhost:\(scene.port)
                        kube_context: kind
                        kube_namespace: noetl

                    """)
                try await Terminal.manager("--context", "kind", in: scene) { terminal in
                    try await terminal.waitForRow("kind")
                    try await terminal.type("p")
                    try await terminal.wait(for: "kubectl says: error: context \"kind\" does not exist")
                    try await terminal.press("Enter")
                    try FileManager.default.removeItem(atPath: scene.home.path(of: "no-cluster"))
                    try scene.home.write("", to: "brittle")
                    try await terminal.waitForRow("kind")
                    try await terminal.type("p")
                    try await terminal.wait(for: "✓ \(scene.port) → 8082")
                    // Whoever connects makes it lose its pod.
                    let socket = try await RawSocket.connect(to: scene.port)
                    try await terminal.wait(for: "! has ended")
                    try await terminal.wait(for: "lost connection")
                    withExtendedLifetime(socket) {}
                    try await terminal.type("q")
                    try await terminal.expectEnd(0)
                }
            }
        }

        @Test("every key of the help overlay does what it says")
        func keys() async throws {
            try await Scene.play { scene in
                let session = try await scene.newSession()
                try scene.configure(
                    scene.entry("second", session: session, expires: Date() + 3_600) + scene.entry("third"))
                try await Terminal.manager(in: scene) { terminal in
                    try await terminal.waitForRow("second", "✓")
                    try await terminal.type("?")
                    try await terminal.wait(for: "noetl · contexts · help")
                    try await terminal.press("End")
                    try await terminal.wait(for: "back to the shell for a while")
                    try await terminal.press("Escape")
                    try await terminal.wait(for: Terminal.managerKeys)
                    try await Self.move(terminal)
                    try await Self.show(terminal)
                    try await Self.change(terminal)
                    try await terminal.press("Escape")
                    try await terminal.expectEnd(0)
                }
                #expect(try scene.home.context("second")["runtime"] == "local")
                #expect(try scene.home.context("second")["gateway_session_token"] == "null")
                #expect(try scene.home.context("second")["gateway_auth0_audience"] == "https://api.acme.com")
            }
        }

        private static func expectCursor(on name: String, _ terminal: Terminal) async throws {
            try await terminal.waitUntil("the cursor on \(name)") { $0.contains("› \(name) ") }
        }

        private static func move(_ terminal: Terminal) async throws {
            for (key, name) in [
                ("G", "third"), ("g", "prod"), ("j", "second"), ("k", "prod"), ("End", "third"), ("Home", "prod"),
                ("NPage", "third"), ("PPage", "prod"), ("Down", "second"),
            ] {
                try await terminal.press(key)
                try await expectCursor(on: name, terminal)
            }
        }

        private static func show(_ terminal: Terminal) async throws {
            let scene = terminal.scene
            try await terminal.type("y")
            try await terminal.wait(for: "Gateway URL sent to the terminal's clipboard")
            let clipboard = Data(scene.sandbox.addresses.gatewayURL.utf8).base64EncodedString()
            try await terminal.waitUntil("the clipboard") { _ in terminal.hasSent(clipboard) }
            try await terminal.type("U")
            try await terminal.wait(for: "Press any key to go back.")
            try await terminal.press("Enter")
            try await expectCursor(on: "second", terminal)
            scene.sandbox.forgetRequests()
            try await terminal.type("R")
            try await terminal.waitUntil("a request") { _ in
                scene.sandbox.requests.contains { $0.path == "/api/auth/validate" }
            }
            try await terminal.type("m")
            try await terminal.wait(for: "The mouse is on")
            try await terminal.click("third ")
            try await expectCursor(on: "third", terminal)
            try await terminal.type("m")
            try await terminal.wait(for: "The mouse is the terminal's again.")
            try await terminal.press("Up", "C-l")
            try await expectCursor(on: "second", terminal)
            try await terminal.resize(60, 20)
            try await terminal.press("Tab")
            try await terminal.wait(for: "Auth0 tenant")
            try await terminal.press("Left")
            try await terminal.waitUntilGone("Auth0 tenant")
            try await terminal.resize(80, 24)
        }

        private static func change(_ terminal: Terminal) async throws {
            try await terminal.type("t")
            try await terminal.wait(for: "Where do its playbooks run?")
            try await terminal.press("Home", "Enter")
            try await terminal.wait(for: "Saved 'second'.")
            try await terminal.type("e")
            try await terminal.wait(for: "The settings of 'second'")
            try await terminal.press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
            try await terminal.type("https://api.acme.com")
            try await terminal.press("C-s")
            try await terminal.wait(for: "Saved 'second'.")
            try await terminal.type("o")
            try await terminal.wait(for: "Log out of 'second'?")
            try await terminal.type("y")
            try await terminal.wait(for: "Logged out of 'second' on this machine")
            try await terminal.waitForRow("second", "no session")
        }
    }
}
