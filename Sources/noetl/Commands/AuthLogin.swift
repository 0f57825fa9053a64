import ArgumentParser
import NoetlCore

/// `noetl auth login`: turns an Auth0 identity into a gateway session on a context.
struct AuthLogin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in through Auth0 and save the gateway's session on a context.",
        usage:
            "noetl auth login [--interactive | --browser-pkce | --browser | --auth0 <email> [--password] | --auth0-token <token> "
            + "| --auth0-callback-url <url>] [<options>]",
        discussion: """
            Without a mode, a terminal shows the full-screen login, which asks for the
            rest (--interactive does so with a mode too). --browser-pkce is for a
            machine with a browser, --browser for one without. Values come from flags,
            then the environment, then the context.

            EXAMPLES:
              noetl auth login --browser-pkce
              noetl auth login --browser --context prod
              noetl auth login --auth0 you@example.com --password
              printf %s "$PASSWORD" | noetl auth login --auth0 you@example.com \\
                --password-stdin
              printf %s "$ID_TOKEN" | noetl auth login --auth0-token -
              noetl auth login --auth0-callback-url 'https://app.acme.com/#id_token=...'
              noetl auth login --browser-pkce --if-needed --min-valid 30m
            """)

    @OptionGroup var flags: LoginFlags
    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let notes = LateNotes()
        let surroundings = Surroundings(globals, note: { notes.add($0) }, traceLine: { notes.trace($0) })
        let asker = LoginAsker(flags: flags, surroundings: surroundings)
        let isAttended = Console.isTerminal && Console.isInForeground
        let report = LoginReport(
            asJSON: flags.course.json, isQuiet: flags.course.quiet, isAttended: isAttended,
            qrCode: flags.course.qr
                ? QRText(onNotes: flags.course.json, environment: surroundings.environment) : nil)
        let flow = LoginFlow(contexts: surroundings.contexts, world: surroundings.world)
        let choice = try asker.choice()
        if flags.course.ifNeeded, let alive = try await asker.session() { return try report.show(alive) }
        let draft = try asker.draft(for: choice)
        if flags.mode.interactive || choice == .none {
            let wizard = FullScreenLogin(asker: asker, surroundings: surroundings, report: report)
            let settings = try await wizard.settings(choice, draft: draft)
            if !wantsPlainForm(surroundings.environment),
                try await notes.holdBack(during: { () async throws in try await wizard.run(settings) })
            {
                return
            }
            return try await PlainLogin(
                settings: settings, surroundings: surroundings, report: report, isAttended: isAttended,
                asJSON: flags.course.json
            ).run()
        }
        // Before anybody types a password: is there somewhere to go with it?
        try await flow.check(draft)
        let request = try await asker.complete(draft, for: choice)
        try await LoginConversation(flow: flow, report: report, isAttended: isAttended).run(request)
    }

    private func wantsPlainForm(_ environment: Environment) -> Bool {
        flags.mode.plain || environment["NOETL_PLAIN"].map { $0 != "0" } ?? false
    }
}
