import Foundation
import Glibc
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// What kubectl is told, and which processes are ours.
@Suite struct PortForwardTests {
    private func context(
        server: String? = "http://localhost:8082", kube: KubeSettings = KubeSettings(context: "gke", namespace: "ns")
    ) -> Context { Context(name: "p q", serverURL: server, kube: kube) }

    @Test(
        "the argument list is that of the contract",
        arguments: [
            ("http://localhost:8082", KubeSettings(context: "gke", namespace: "ns"), "svc/noetl", "8082:8082"),
            (
                "http://127.0.0.1:18082/",
                KubeSettings(context: "gke", namespace: "ns", service: "api", remotePort: 80),
                "svc/api", "18082:80"
            ),
            ("http://[::1]:9000", KubeSettings(context: "gke", namespace: "ns", remotePort: 9), "svc/noetl", "9000:9"),
            ("http://localhost", KubeSettings(context: "gke", namespace: "ns"), "svc/noetl", "80:8082"),
            ("https://localhost", KubeSettings(context: "gke", namespace: "ns"), "svc/noetl", "443:8082"),
        ])
    func arguments(_ server: String, _ kube: KubeSettings, _ service: String, _ ports: String) throws {
        let forward = try PortForward(of: context(server: server, kube: kube))
        #expect(forward.arguments == ["--context=gke", "-n", "ns", "port-forward", service, ports])
    }

    @Test("a setting that is missing is named with the command that sets it")
    func missing() {
        let rows: [(Context, String)] = [
            (context(kube: KubeSettings(namespace: "ns")), "--kube-context=<name>"),
            (context(kube: KubeSettings(context: "gke")), "--kube-namespace=<name>"),
            (context(server: nil), "--server-url=http://localhost:8082"),
            (context(server: "https://gateway.acme.com"), "--server-url=http://localhost:8082"),
        ]
        for (context, flag) in rows {
            let error = #expect(throws: NoetlError.self) { try PortForward(of: context) }
            #expect(error?.code == .missingSetting)
            #expect(error?.next == "Set it:  noetl context update 'p q' \(flag)")
        }
    }

    @Test("a record is read as it was written")
    func record() throws {
        let process = try #require(ProcessIdentity(of: getpid()))
        let record = PortForwardRecord(process: process, localPort: 1, remotePort: 2)
        #expect(record.text.hasPrefix("\(getpid())\n"))
        #expect(PortForwardRecord(record.text) == record)
        #expect(record.isAlive)
    }

    @Test(
        "what is no whole record is none",
        arguments: [
            "", "123", "123\n", "123\nstarted x:1\nprogram kubectl\n", "0\nstarted x\nprogram k\nports 1:2\n",
            "-5\nstarted x\nprogram k\nports 1:2\n", "1\nstarted x\nprogram k\nports 1:2\n",
            "12\nstarted \nprogram k\nports 1:2\n", "12\nstarted x\nprogram k\nports 1\n",
            "12\nstarted x\nprogram k\nports 1:2", "99999999999\nstarted x\nprogram k\nports 1:2\n",
            "12\nprogram k\nstarted x\nports 1:2\n", "{\"pid\": 12}\n",
        ])
    func damaged(_ text: String) {
        #expect(PortForwardRecord(text) == nil)
    }

    @Test("a process that is gone, ended, or another one is not ours")
    func strangers() throws {
        let own = try #require(ProcessIdentity(of: getpid()))
        for stranger in [
            ProcessIdentity(pid: own.pid, started: own.started + "1", program: own.program),
            ProcessIdentity(pid: own.pid, started: own.started, program: "kubectl"),
            ProcessIdentity(pid: getppid(), started: own.started, program: own.program),
            ProcessIdentity(pid: 2_000_000_000, started: own.started, program: own.program),
        ] {
            #expect(!PortForwardRecord(process: stranger, localPort: 1, remotePort: 2).isAlive)
        }
    }

    @Test("many contexts at once: those of which something is written down, alive or not")
    func statuses() throws {
        let home = try TemporaryHome()
        let forwards = PortForwards(home: URL(filePath: home.path))
        #expect(forwards.statuses(of: ["a"]) == [:])
        let process = try #require(ProcessIdentity(of: getpid()))
        let alive = PortForwardRecord(process: process, localPort: 1, remotePort: 2)
        let dead = PortForwardRecord(
            process: ProcessIdentity(pid: getpid(), started: "long ago", program: "kubectl"), localPort: 3,
            remotePort: 4)
        try home.write(alive.text, to: ".noetl/port-forwards/p%20q.pid")
        try home.write(dead.text, to: ".noetl/port-forwards/dead.pid")
        try home.write("nonsense", to: ".noetl/port-forwards/damaged.pid")
        try home.write("one\n\u{1B}[2Jtwo\nthree\n", to: ".noetl/port-forwards/dead.log")
        #expect(
            forwards.statuses(of: ["p q", "none", "dead", "damaged"])
                == ["p q": .running(alive), "dead": .stale(dead), "damaged": .stale(nil)])
        #expect(forwards.lastLines(of: "dead", 2) == ["[2Jtwo", "three"])
    }
}
