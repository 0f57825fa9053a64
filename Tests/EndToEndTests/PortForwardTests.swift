import Foundation
import NoetlTestSupport
import Testing

/// `noetl context port-forward`, with a stand-in for kubectl.
@Suite("Port-forward", .timeLimit(.minutes(5)))
struct PortForwardTests {
    /// Writes its arguments and environment down, then listens on the port of its last argument; `after` is what it
    /// does first.
    private static func listener(_ first: String = "", ignoresTerm: Bool = false) -> String {
        """
        #!/usr/bin/python3
        import os, signal, socket, sys, time
        open(os.environ["HOME"] + "/kubectl-argv", "w").write("\\n".join(sys.argv[1:]))
        open(os.environ["HOME"] + "/kubectl-env", "w").write("\\n".join(os.environ))
        \(ignoresTerm ? "signal.signal(signal.SIGTERM, signal.SIG_IGN)" : "")
        port = int(sys.argv[-1].split(":")[0])
        server = socket.create_server(("127.0.0.1", port))
        open(os.environ["HOME"] + "/kubectl-tty", "w").write(str([os.isatty(n) for n in range(3)] + [os.getsid(0) == os.getpid()]))
        \(first)
        print("Forwarding from 127.0.0.1:%d -> 8082" % port, flush=True)
        time.sleep(1000)

        """
    }

    /// A home with a context, a kubectl on `PATH`, and a port.
    private struct Stage {
        let home: TemporaryHome
        let port: Int
        let name: String

        init(_ kubectl: String?, name: String = "gke/dev") throws {
            home = try TemporaryHome()
            port = FreePort.next()
            self.name = name
            try home.write(
                """
                current_context: null
                contexts:
                  \(name):
                    server_url: http://localhost:\(port)
                    kube_context: gke_acme_dev
                    kube_namespace: noetl
                    kube_remote_port: 9090

                """, to: ".noetl/config.yaml")
            if let kubectl { try home.write(kubectl, to: "bin/kubectl", mode: 0o700) }
        }

        var environment: [String: String] {
            [
                "HOME": home.path, "PATH": home.path(of: "bin"), "COLUMNS": "80", "NOETL_SESSION_TOKEN": "canary",
                "NOETL_AUTH0_CLIENT_SECRET": "canary",
            ]
        }

        func run(_ flags: String...) async throws -> ProgramOutcome {
            try await BuiltBinary.noetl.run(["context", "port-forward", name] + flags, environment: environment)
        }

        var file: String { ".noetl/port-forwards/gke%2Fdev" }

        var pid: pid_t? {
            get throws { pid_t(try home.text(of: "\(file).pid").prefix { $0 != "\n" }) }
        }

        func expect(_ outcomes: ProgramOutcome..., are golden: String) throws {
            let pid = try? pid
            let text = outcomes.map {
                "$ noetl \($0.arguments.joined(separator: " "))\n\($0.output)\($0.error)"
                    + ($0.status == 0 ? "" : "status \($0.status)\n")
            }.joined()
            var names = [home.path: "<HOME>", "\(port)": "<PORT>"]
            if let pid { names["\(pid)"] = "<PID>" }
            let plain = Placeholders(names).apply(to: text)
                .replacingOccurrences(
                    of: #"(pid |process |Pid:    )[0-9]+"#, with: "$1<PID>", options: .regularExpression)
            try Goldens().expect(plain, is: golden)
        }
    }

    @Test("one in the background is started, seen, started again, and stopped")
    func detached() async throws {
        let stage = try Stage(Self.listener())
        let started = try await stage.run("--detach")
        let again = try await stage.run("--detach")
        let status = try await stage.run("--status")
        let foreground = try await stage.run()
        let pid = try #require(try stage.pid)
        #expect(kill(pid, 0) == 0)
        #expect(!FreePort.isFree(stage.port))
        #expect(try stage.home.mode(of: "\(stage.file).pid") == 0o600)
        #expect(try stage.home.mode(of: "\(stage.file).log") == 0o600)
        #expect(try stage.home.text(of: "\(stage.file).log").hasPrefix("Forwarding from "))
        #expect(try stage.home.text(of: "kubectl-tty") == "[False, False, False, True]")
        let environment = try stage.home.text(of: "kubectl-env").split(separator: "\n")
        #expect(!environment.contains { $0.hasPrefix("NOETL_") })
        let stopped = try await stage.run("--stop")
        #expect(FreePort.isFree(stage.port))
        try stage.expect(
            started, again, status, foreground, stopped, try await stage.run("--stop"), try await stage.run("--status"),
            are: "port-forward")
        #expect(!stage.home.has("\(stage.file).pid"))
        #expect(
            try stage.home.text(of: "kubectl-argv")
                == "--context=gke_acme_dev\n-n\nnoetl\nport-forward\nsvc/noetl\n\(stage.port):9090")
    }

    @Test("one that ignores SIGTERM is killed")
    func stubborn() async throws {
        let stage = try Stage(Self.listener(ignoresTerm: true))
        #expect(try await stage.run("--detach").status == 0)
        let stopped = try await stage.run("--stop")
        #expect(stopped.output.hasSuffix("which had to be killed.\n"))
        #expect(FreePort.isFree(stage.port))
    }

    @Test("a wrapper script ends with its child, and a program that takes its place is still ours")
    func wrapper() async throws {
        for how in ["", "exec "] {
            let stage = try Stage("#!/bin/sh\n\(how)\"$HOME/bin/real\" \"$@\"\n")
            try stage.home.write(Self.listener(), to: "bin/real", mode: 0o700)
            let started = try await stage.run("--detach")
            #expect(started.status == 0, "\(started.error)")
            #expect(try await stage.run("--status").output.contains("is running"))
            #expect(try await stage.run("--stop").output.hasPrefix("Stopped"))
            #expect(FreePort.isFree(stage.port))
        }
    }

    @Test("one that dies at once shows its last lines and forwards its status")
    func dying() async throws {
        let stage = try Stage(
            "#!/bin/sh\necho first\necho 'error: \u{1B}[31mcontext \"gke\" does not exist' >&2\nexit 7\n")
        let detached = try await stage.run("--detach")
        let foreground = try await stage.run()
        try stage.expect(detached, try await stage.run("--status"), foreground, are: "port-forward-dying")
        #expect(detached.status == 7)
        #expect(foreground.status == 7)
        let silent = try Stage("#!/bin/sh\nkill -9 $$\n")
        #expect(try await silent.run("--detach").status == 137)
        #expect(try await Stage("#!/bin/sh\nexit 0\n").run("--detach").status == 1)
        #expect(try await Stage("#!/bin/sh\nexit 0\n").run().status == 0)
    }

    @Test("in the foreground it ends with a signal, and kubectl with it", arguments: [SIGINT, SIGTERM, SIGHUP])
    func foreground(_ signal: Int32) async throws {
        let stage = try Stage(Self.listener())
        let outcome = try await BuiltBinary.noetl.start(
            ["context", "port-forward", stage.name], environment: stage.environment
        ) { program in
            _ = try await program.line { $0.hasPrefix("Forwarding from ") }
            program.send(signal)
        }
        #expect(outcome.status == 128 + signal)
        #expect(FreePort.isFree(stage.port))
    }

    @Test("what stands in the way is named with what to do")
    func refused() async throws {
        let missing = try Stage(nil)
        let stage = try Stage(Self.listener())
        let holder = try #require(PortHolder(stage.port))
        let taken = try await [stage.run(), stage.run("--detach")]
        withExtendedLifetime(holder) {}
        try stage.expect(
            taken[0], taken[1], try await stage.run("--stop", "--status"), try await stage.run("--detach", "--stop"),
            are: "port-forward-refused")
        try missing.expect(
            try await missing.run(), try await missing.run("--detach"), try await missing.run("--status"),
            are: "port-forward-no-kubectl")
        #expect(!missing.home.has("\(missing.file).pid"))
    }

    @Test("a context that does not say where to is told what it lacks")
    func incomplete() async throws {
        let stage = try Stage(Self.listener())
        let whole = try stage.home.text(of: ".noetl/config.yaml")
        var outcomes: [ProgramOutcome] = []
        for (line, instead) in [
            ("    kube_context: gke_acme_dev\n", ""), ("    kube_namespace: noetl\n", ""),
            ("http://localhost:\(stage.port)", "https://gateway.acme.com"),
            ("http://localhost:\(stage.port)", "localhost"),
        ] {
            try stage.home.write(whole.replacing(line, with: instead), to: ".noetl/config.yaml")
            outcomes.append(try await stage.run("--detach"))
        }
        try stage.expect(outcomes[0], outcomes[1], outcomes[2], outcomes[3], are: "port-forward-incomplete")
        #expect(!stage.home.has("kubectl-argv"))
    }

    @Test("a record of another process is stale, and that process gets no signal")
    func stale() async throws {
        let stage = try Stage(Self.listener())
        #expect(try await stage.run("--detach").status == 0)
        let pid = try #require(try stage.pid)
        let record = try stage.home.text(of: "\(stage.file).pid")
        for wrong in [
            record.replacing("program kubectl", with: "program other"),
            record.replacingOccurrences(of: #"started (.*)\n"#, with: "started $17\n", options: .regularExpression),
            "\(pid)\n", "rubbish",
        ] {
            try stage.home.write(wrong, to: "\(stage.file).pid")
            #expect(try await stage.run("--status").output.contains("is not running"))
            #expect(try await stage.run("--stop").output.contains("was not running; what was written down"))
            #expect(kill(pid, 0) == 0)
            #expect(!stage.home.has("\(stage.file).pid"))
        }
        try stage.home.write(record, to: "\(stage.file).pid")
        #expect(try await stage.run("--stop").output.hasPrefix("Stopped"))
    }

    @Test("the record follows a rename, and a deleted context's can still be ended")
    func renamed() async throws {
        let stage = try Stage(Self.listener())
        #expect(try await stage.run("--detach").status == 0)
        let rename = try await BuiltBinary.noetl.run(
            ["context", "rename", stage.name, "b c"], environment: stage.environment)
        #expect(rename.status == 0)
        let moved = try await BuiltBinary.noetl.run(
            ["context", "port-forward", "b c", "--status"], environment: stage.environment)
        #expect(moved.output.contains("is running"))
        let deleted = try await BuiltBinary.noetl.run(["context", "delete", "b c"], environment: stage.environment)
        #expect(deleted.error == "Its port-forward still runs; end it: noetl context port-forward 'b c' --stop\n")
        let stopped = try await BuiltBinary.noetl.run(
            ["context", "port-forward", "b c", "--stop"], environment: stage.environment)
        #expect(stopped.output.hasPrefix("Stopped"))
        #expect(FreePort.isFree(stage.port))
    }
}
