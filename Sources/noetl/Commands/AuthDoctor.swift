import ArgumentParser
import NoetlCore

/// `noetl auth doctor`: what stands between this machine and a login.
struct AuthDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what stands between this machine and a login.",
        discussion: """
            Looks at the config file, gateway, tenant, certificates, proxy, clock, port,
            redirect URI, grants, browser and session, and says what to do about each
            thing that is wrong. It changes nothing and signs nobody in. The exit status
            is 0 when nothing stands in the way, else 1; a missing session does not.

            EXAMPLES:
              noetl auth doctor
              noetl auth doctor --context prod --json
            """)

    @Flag(name: .shortAndLong, help: "Print one JSON array on stdout.") var json = false
    @Flag(help: "Allow a gateway on plain http that is not on this machine.") var insecureHttp = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let surroundings = Surroundings(globals)
        var request = LoginRequest(mode: .pkce(loginHint: nil), context: surroundings.selection)
        request.allowsInsecureHTTP = insecureHttp
        let doctor = Doctor(contexts: surroundings.contexts, world: surroundings.world)
        let text = DoctorText(isUTF8: Console.isUTF8(surroundings.environment), paint: .output)
        var findings: [DoctorFinding] = []
        for await finding in doctor.findings(for: request) {
            findings.append(finding)
            if !json { try Console.print(text.lines(finding)) }
        }
        // A cancelled reader sees the findings end early.
        if Task.isCancelled { throw NoetlError.cancelled }
        try Console.print(json ? DoctorText.json(findings) : "\n" + findings.conclusion)
        if findings.contains(where: { $0.state == .problem }) { throw ExitCode(ExitStatus.failure) }
    }
}
