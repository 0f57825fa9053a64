/// What each screen's keys do, in more words than the last lines have room for.
enum HelpTexts {
    /// The name of a screen for the header of its help.
    static func title(of screen: Screen, in plan: Plan) -> String {
        if case .picker = screen { "noetl login" } else { "noetl login · \(plan.title)" }
    }

    /// The keys of a screen; nil where there is no help.
    static func keys(of screen: Screen) -> [KeyHints.Hint]? {
        var own: [KeyHints.Hint]
        switch screen {
        case .picker:
            own =
                moving + [
                    .init("pgup pgdn", "move by a page"),
                    .init("enter", "log in to the context under the cursor"),
                    .init("/", "show only what matches what you type"),
                    .init("n", "add a context from the address of a gateway"),
                    .init("U", "show its gateway and tenant whole, outside the full screen"),
                ]
        case .modes: own = moving + [.init("enter", "log in this way")]
        case .pkce(let live):
            own = [
                .init(
                    "o",
                    live.panel.facts.holdsBrowser
                        ? "open the sign-in page without waiting for Auth0 to accept the redirect URI"
                        : "open the sign-in page in the browser again"), .init("u", "copy the address of that page"),
                .init("r", "copy the redirect URI, for the dashboard"),
                .init("l", "copy the link to the dashboard"),
                .init("v", "paste the address that the browser ended at"),
                .init("d", "use a device code instead"), .init("f", "start over and sign in with another account"),
                .init("U", "show the addresses whole, outside the full screen"),
            ]
        case .device:
            own = [
                .init("o enter", "open the page in the browser again"), .init("u", "copy the address of the page"),
                .init("Q", "show the address as a QR code for a phone, or put it away"),
                .init("U", "show the addresses whole, outside the full screen"),
            ]
        case .outcome(let outcome):
            // A success has but one key, and shows it.
            guard case .failure = outcome.result else { return nil }
            own = [
                .init("r enter", "try the same again from its start"), .init("m", "log in another way"),
                .init("c", "log in to another context"),
                .init("d", "look for what stands in the way"),
                .init("U", "show the message whole, outside the full screen"), .init("↑↓ pgup pgdn", "scroll"),
            ]
        case .question(let question, _):
            own = [
                .init(question.isYesDefault ? "y enter" : "y", question.yes),
                .init(question.isYesDefault ? "n" : "n enter", question.no),
            ]
            own += question.other.map { [.init($0.key, "start over and sign in with another account")] } ?? []
            own.append(.init("↑↓ pgup pgdn", "scroll"))
        case .doctor:
            own = [
                .init("r enter", "look at everything again"),
                .init("U", "show the findings whole, outside the full screen"),
                .init("↑↓ pgup pgdn", "scroll"),
            ]
        case .newContext, .missing, .password, .proof, .waiting: return nil
        }
        return own + (screen.leavesMouseKey ? [.init("m", "use the mouse, or leave it to the terminal")] : []) + [
            .init("esc", "one step back, from the first screen out; a login under way is cancelled"),
            .init("^L", "draw the screen again"), .init("^Z", "back to the shell for a while; fg returns"),
            .init("^C", "quit"),
        ]
    }

    /// The keys of the manager's list.
    static let manager: [KeyHints.Hint] =
        [
            .init("enter", "use: make the context under the cursor the current one"),
            .init("l", "log in to it"), .init("o", "log out of it on this machine"),
            .init("a", "add a context by hand"), .init("i", "init: set a context up from the address of its gateway"),
            .init("e", "edit its settings"), .init("r", "rename it"), .init("D", "delete it"),
            .init("t", "choose its runtime"), .init("p", "start or stop its port-forward through kubectl"),
            .init("y", "copy its gateway URL"), .init("U", "show its settings whole, outside the full screen"),
            .init("/", "show only what matches what you type"), .init("R", "ask all gateways for their sessions again"),
            .init("tab ← →", "from the list to the details and back"),
        ] + moving + [
            .init("pgup pgdn", "move by a page"), .init("m", "use the mouse, or leave it to the terminal"),
            .init("^L", "draw the screen again"), .init("^Z", "back to the shell for a while; fg returns"),
            .init("esc q", "leave; what runs in the background goes on"), .init("^C", "quit"),
        ]

    private static let moving: [KeyHints.Hint] = [
        .init("↑↓ jk", "move"), .init("home g", "to the first"), .init("end G", "to the last"),
    ]
}
