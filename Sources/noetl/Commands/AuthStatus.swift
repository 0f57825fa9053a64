import ArgumentParser
import Foundation
import NoetlCore

/// `noetl auth status`: whether a context's session is good, and whose it is.
struct AuthStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show whether the session is valid, whose it is, and until when.",
        discussion: """
            Asks the gateway. The exit status is 0 for a valid session, 77 for none or
            one that is over (with --all: for any of them), 1 when the gateway cannot be
            asked.

            EXAMPLES:
              noetl auth status
              noetl auth status --all
              noetl auth status --context prod --offline --json
            """)

    @Flag(help: "Show the sessions of all contexts.") var all = false
    @Flag(help: "Go by the saved expiry, and ask nobody; an unknown expiry counts as valid.") var offline = false
    @Flag(name: .shortAndLong, help: "Print JSON.") var json = false
    @Flag(help: "Send the session to a gateway on plain http, where others can read it.") var insecureHttp = false
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        try globals.refuseContext(with: "--all", given: all)
        let surroundings = Surroundings(globals)
        let contexts = try surroundings.contexts.load()
        let check = SessionCheck(world: surroundings.world)
        if all { return try await showAll(contexts, check) }
        let context = try surroundings.selection.resolve(in: contexts)
        let status = try await self.status(of: context, check)
        try Console.print(json ? StatusText().json(status) : StatusText(paint: .output).block(status))
        guard status.exitStatus != ExitStatus.success else { return }
        if !json, let hint = StatusText.hint(status, isCurrent: context.name == contexts.current) { Console.note(hint) }
        throw ExitCode(status.exitStatus)
    }

    private func status(of context: Context, _ check: SessionCheck) async throws(NoetlError) -> SessionStatus {
        if offline { return check.savedStatus(of: context) }
        do throws(NoetlError) {
            return try await check.status(of: context, allowsInsecureHTTP: insecureHttp)
        } catch  where error.code == .network {
            throw NoetlError(
                .network, what: error.what, why: error.why,
                next: "\(error.next) The saved expiry: noetl auth status --offline")
        }
    }

    private func showAll(_ contexts: Contexts, _ check: SessionCheck) async throws {
        // Not one expression: the optimizer of Swift 6.3.1 crashes on `offline ? ... : try await ...` here.
        let found: [SessionStatus]
        if offline {
            found = contexts.all.map(check.savedStatus)
        } else {
            found = try await check.statuses(of: contexts.all, allowsInsecureHTTP: insecureHttp)
        }
        if json {
            try Console.print(StatusText().json(found))
        } else if found.isEmpty {
            try Console.print("No contexts yet. Create one: noetl context add <name> --server-url=<url>")
        } else {
            try Console.print(StatusText(paint: .output).table(found, current: contexts.current))
            for note in StatusText.notes(found) { Console.note(note) }
        }
        let ends = Set(found.map(\.exitStatus))
        if ends.contains(ExitStatus.noSession) { throw ExitCode(ExitStatus.noSession) }
        if ends.contains(ExitStatus.failure) { throw ExitCode(ExitStatus.failure) }
    }
}
