import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// From an environment to a browser, or to the reason why there is none.
@Suite(.timeLimit(.minutes(5))) struct BrowserReachTests {
    /// One place to be in.
    struct Place: Sendable, CustomTestStringConvertible {
        let name: String
        let variables: [String: String]
        var facts = BrowserReach.Facts()
        let reach: BrowserReach

        init(_ name: String, _ variables: [String: String], facts: BrowserReach.Facts = .init(), _ reach: BrowserReach)
        {
            (self.name, self.variables, self.facts, self.reach) = (name, variables, facts, reach)
        }

        var testDescription: String { name }
    }

    private static let ssh = "198.51.100.4 52114 203.0.113.7 22"
    private static let server = SSHServer(connection: ssh)
    private static let container = BrowserReach.Facts(isContainer: true)
    private static let windows = BrowserReach.Facts(programs: ["wslview", "powershell.exe"])
    private static let powershell = BrowserReach.Facts(programs: ["powershell.exe"])
    private static let mac = BrowserReach.Facts(isMacOS: true)
    private static let xdg = BrowserReach.command(["xdg-open"])
    private static let start = BrowserReach.command(BrowserReach.powershell)

    static let places: [Place] = [
        Place("nothing at all", [:], .nowhere(.noDisplay)),
        Place("X", ["DISPLAY": ":0"], xdg),
        Place("Wayland", ["WAYLAND_DISPLAY": "wayland-0"], xdg),
        Place("both", ["DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"], xdg),
        Place("empty variables count as unset", ["DISPLAY": "", "SSH_TTY": "", "BROWSER": ""], .nowhere(.noDisplay)),
        Place("a display, in empty variables", ["DISPLAY": ":1", "SSH_TTY": "", "SSH_CONNECTION": ""], xdg),
        Place("macOS", [:], facts: mac, .command(["open"])),
        Place("macOS over SSH", ["SSH_CONNECTION": ssh], facts: mac, .nowhere(.ssh(server))),
        Place("BROWSER", ["BROWSER": "firefox"], .command(["firefox"])),
        Place("BROWSER with words", ["BROWSER": " firefox  --new-tab %s"], .command(["firefox", "--new-tab", "%s"])),
        Place("BROWSER over SSH", ["BROWSER": "code-open", "SSH_CONNECTION": ssh], .command(["code-open"])),
        Place("BROWSER in a container", ["BROWSER": "code-open"], facts: container, .command(["code-open"])),
        Place("BROWSER without a display", ["BROWSER": "/opt/b"], .command(["/opt/b"])),
        Place("BROWSER in WSL", ["BROWSER": "b", "WSL_DISTRO_NAME": "Debian"], facts: windows, .command(["b"])),
        Place("a blank BROWSER", ["BROWSER": "  ", "DISPLAY": ":0"], .command([])),
        Place("BROWSER is lynx", ["BROWSER": "lynx", "DISPLAY": ":0"], .nowhere(.textBrowser("lynx"))),
        Place("BROWSER is w3m by path", ["BROWSER": "/usr/bin/w3m %s"], .nowhere(.textBrowser("w3m"))),
        Place("BROWSER is Debian's text browser", ["BROWSER": "www-browser"], .nowhere(.textBrowser("www-browser"))),
        Place("BROWSER is elinks over SSH", ["BROWSER": "elinks", "SSH_TTY": "x"], .nowhere(.textBrowser("elinks"))),
        Place("no text browser, though it starts like one", ["BROWSER": "linksys-open"], .command(["linksys-open"])),
        Place("a text browser in the arguments", ["BROWSER": "xterm -e lynx"], .command(["xterm", "-e", "lynx"])),
        Place("SSH", ["SSH_CONNECTION": ssh], .nowhere(.ssh(server))),
        Place("SSH with only a terminal", ["SSH_TTY": "/dev/pts/3"], .nowhere(.ssh(nil))),
        Place("SSH with X forwarded", ["SSH_CONNECTION": ssh, "DISPLAY": "localhost:10.0"], .nowhere(.ssh(server))),
        Place("SSH into a container", ["SSH_CONNECTION": ssh], facts: container, .nowhere(.ssh(server))),
        Place("SSH into WSL", ["SSH_TTY": "x", "WSL_INTEROP": "y"], facts: windows, .nowhere(.ssh(nil))),
        Place("SSH of a strange kind", ["SSH_CONNECTION": "UNKNOWN 65535 UNKNOWN 65535"], .nowhere(.ssh(nil))),
        Place("docker", [:], facts: container, .nowhere(.container)),
        Place("docker with a display", ["DISPLAY": ":0"], facts: container, .nowhere(.container)),
        Place("podman", ["container": "podman"], .nowhere(.container)),
        Place("systemd-nspawn", ["container": "systemd-nspawn", "DISPLAY": ":0"], .nowhere(.container)),
        Place("Kubernetes", ["KUBERNETES_SERVICE_HOST": "10.0.0.1"], .nowhere(.container)),
        Place("docker in WSL", ["WSL_DISTRO_NAME": "Debian"], facts: container, .nowhere(.container)),
        Place("WSL with wslu", ["WSL_DISTRO_NAME": "Debian"], facts: windows, .command(["wslview"])),
        Place("WSL with wslu and WSLg", ["WSL_INTEROP": "x", "DISPLAY": ":0"], facts: windows, .command(["wslview"])),
        Place("WSL with Windows on the path", ["WSL_DISTRO_NAME": "Debian"], facts: powershell, start),
        Place("WSL, known by its socket alone", ["WSL_INTEROP": "/run/WSL/8_interop"], facts: powershell, start),
        Place("WSL without Windows on the path", ["WSL_DISTRO_NAME": "Debian"], .nowhere(.noDisplay)),
        Place("WSLg without Windows on the path", ["WSL_DISTRO_NAME": "D", "WAYLAND_DISPLAY": "wayland-0"], xdg),
        Place("powershell.exe on a Linux that is no WSL", ["DISPLAY": ":0"], facts: powershell, xdg),
        Place("powershell.exe and no display", [:], facts: powershell, .nowhere(.noDisplay)),
    ]

    @Test(arguments: places)
    func `Each place has its browser or its reason`(place: Place) {
        #expect(BrowserReach(environment: Environment(place.variables), facts: place.facts) == place.reach)
    }

    @Test func `There are as many places as people are in`() { #expect(Self.places.count >= 30) }

    @Test(arguments: [
        (
            "198.51.100.4 52114 203.0.113.7 22", "http://127.0.0.1:8765/callback",
            "ssh -L 8765:127.0.0.1:8765 203.0.113.7"
        ),
        (
            "198.51.100.4 52114 203.0.113.7 2222", "http://127.0.0.1:9000/callback",
            "ssh -p 2222 -L 9000:127.0.0.1:9000 203.0.113.7"
        ),
        ("2001:db8::9 5 2001:db8::7 22", "http://[::1]:8765/callback", "ssh -L 8765:[::1]:8765 2001:db8::7"),
        ("", "http://localhost:8765/callback", "ssh -L 8765:127.0.0.1:8765 <host>"),
        ("1.2.3.4 5 $(id) 22", "http://127.0.0.1:8765/callback", "ssh -L 8765:127.0.0.1:8765 <host>"),
        ("1.2.3.4 5 6.7.8.9 70000", "http://127.0.0.1:8765/callback", "ssh -L 8765:127.0.0.1:8765 <host>"),
        ("1.2.3.4 5 6.7.8.9 22 x", "http://127.0.0.1:8765/callback", "ssh -L 8765:127.0.0.1:8765 <host>"),
    ])
    func `The line that forwards the port can be pasted`(connection: String, redirect: String, line: String) throws {
        let redirect = try #require(LoopbackRedirect(redirect))
        #expect(SSHServer.forwarding(redirect, to: SSHServer(connection: connection)) == line)
    }

    @Test func `PowerShell gets the address within quotes that it cannot end`() throws {
        let address = try #require(URL(string: "https://a.example/?x='+calc+'&y=$(z)"))
        #expect(
            SystemBrowser.argv(BrowserReach.powershell, opening: address).last
                == "Start-Process 'https://a.example/?x=%27+calc+%27&y=$(z)'")
    }

    @Test func `Where nothing is launched, the door says why and starts nothing`() async throws {
        let browser = SystemBrowser(environment: Environment(["SSH_TTY": "/dev/pts/1"]), facts: .init(), clock: .shut)
        let failure = await #expect(throws: BrowserFailure.self) {
            try await browser.open(try #require(URL(string: "https://a.example/")))
        }
        #expect(failure?.reason == "You are here over SSH, where a browser would open on the other machine.")
    }

    @Test func `The openers of Windows are looked for on the path`() async throws {
        try await ShellProgram.with("exit 0") { program in
            let folder = URL(filePath: program.path).deletingLastPathComponent()
            try FileManager.default.copyItem(
                at: URL(filePath: program.path), to: folder.appending(path: "wslview"))
            let facts = SystemBrowser.facts(environment: Environment(["PATH": "/nonexistent:\(folder.path)"]))
            #expect(facts.programs == ["wslview"])
        }
    }
}
