/// Whether a browser can show a page to the person from here: which command opens it, or why none does.
///
/// A pure function of the environment and a few facts about the machine.
public enum BrowserReach: Sendable, Equatable {
    /// These words are run; `%s` in one of them stands for the address, which else comes last.
    case command([String])
    /// Nothing is launched, for this reason.
    case nowhere(Obstacle)

    /// Why nothing is launched.
    public enum Obstacle: Sendable, Equatable {
        /// The person sits at another machine; this one's address as they reached it, where it is known.
        case ssh(SSHServer?)
        /// The program runs in a container, whose browsers, if any, nobody sees.
        case container
        /// There is neither an X nor a Wayland display.
        case noDisplay
        /// `$BROWSER` names a browser that would need the terminal, which is in use.
        case textBrowser(String)
    }

    /// What cannot be read from the environment.
    public struct Facts: Sendable, Equatable {
        /// Whether a container's marker file is there (`/.dockerenv`, `/run/.containerenv`).
        public var isContainer: Bool
        /// Which of `BrowserReach.windowsOpeners` are on the path.
        public var programs: Set<String>
        /// Whether this is macOS, which needs no display variable and opens with `open`.
        public var isMacOS: Bool

        /// Facts of a Linux machine unless told otherwise.
        public init(isContainer: Bool = false, programs: Set<String> = [], isMacOS: Bool = false) {
            self.isContainer = isContainer
            self.programs = programs
            self.isMacOS = isMacOS
        }
    }

    /// The programs that open a page in Windows from its Linux subsystem, best first.
    public static let windowsOpeners = ["wslview", "powershell.exe"]

    /// Finds out; `$BROWSER` is the person's word and counts first, as long as it is not a browser for terminals.
    public init(environment: Environment, facts: Facts) {
        if let browser = environment["BROWSER"] {
            let words = browser.split(whereSeparator: \.isWhitespace).map(String.init)
            let name = words.first?.split(separator: "/").last.map(String.init) ?? ""
            self = Self.textBrowsers.contains(name) ? .nowhere(.textBrowser(name)) : .command(words)
        } else if environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil {
            self = .nowhere(.ssh(environment["SSH_CONNECTION"].flatMap { SSHServer(connection: $0) }))
        } else if facts.isContainer || Self.containerVariables.contains(where: { environment[$0] != nil }) {
            self = .nowhere(.container)
        } else if facts.isMacOS {
            self = .command(["open"])
        } else if Self.isWindowsSubsystem(environment),
            let opener = Self.windowsOpeners.first(where: facts.programs.contains)
        {
            self = .command(opener == "powershell.exe" ? Self.powershell : [opener])
        } else if environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil {
            self = .command(["xdg-open"])
        } else {
            self = .nowhere(.noDisplay)
        }
    }

    /// Why nothing is launched; nil when something is.
    public var obstacle: Obstacle? { if case .nowhere(let obstacle) = self { obstacle } else { nil } }

    /// The address is within single quotes, which is why `SystemBrowser` lets none of its own through.
    static let powershell = ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "Start-Process '%s'"]

    private static let textBrowsers: Set = [
        "browsh", "carbonyl", "chawan", "cha", "edbrowse", "elinks", "links", "links2", "lynx", "retawq", "w3m",
        "www-browser",
    ]

    /// Set by systemd-nspawn and podman, by Kubernetes, and by its older kin.
    private static let containerVariables = ["container", "KUBERNETES_SERVICE_HOST"]

    private static func isWindowsSubsystem(_ environment: Environment) -> Bool {
        environment["WSL_DISTRO_NAME"] != nil || environment["WSL_INTEROP"] != nil
    }
}

extension BrowserReach.Obstacle {
    /// The reason in one sentence.
    public var reason: String {
        switch self {
        case .ssh: "You are here over SSH, where a browser would open on the other machine."
        case .container: "This is a container, where no browser of yours can open."
        case .noDisplay: "There is no display here for a browser."
        case .textBrowser(let name): "\(name) is a text browser and would take over this terminal."
        }
    }
}
