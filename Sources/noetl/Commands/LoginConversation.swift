import NoetlCore

/// A login by flags, or in plain form: shows its news, and where a person sits at the terminal, hands in what they say meanwhile.
struct LoginConversation {
    let flow: LoginFlow
    let report: LoginReport
    /// Whether somebody sits there.
    let isAttended: Bool
    /// The clock of the plain form, which says now and then that it still waits, and shows no token; nil by flags.
    var plainClock: MonotonicClock?

    /// Runs the login, again where the person wants to sign in as somebody else.
    func run(_ request: LoginRequest) async throws {
        var request = request
        while try await !finishes(request) { request.forcesLogin = true }
    }

    /// Runs one login; false when another one is wanted. The terminal is the shell's again however it ends.
    private func finishes(_ request: LoginRequest) async throws -> Bool {
        let typing = Typing()
        do {
            let isOver = try await follow(request, typing)
            await typing.end()
            return isOver
        } catch {
            await typing.end()
            throw error
        }
    }

    private func follow(_ request: LoginRequest, _ typing: Typing) async throws -> Bool {
        let replies = isAttended ? LoginReplies() : nil
        var request = request
        request.replies = replies
        var heartbeat: Task<Void, Never>?
        defer { heartbeat?.cancel() }
        var outage = Outage()
        for try await event in flow.events(for: request) where outage.isNews(event) {
            if plainClock != nil, case .loggedIn(let outcome) = event {
                try report.record(outcome)
                return true
            }
            try report.show(event)
            heartbeat = beat(on: event, instead: heartbeat)
            switch event {
            case .preflight: if let replies { await typing.begin(replies) }
            case .exchanging: await typing.end()
            case .confirmUser(let change):
                guard let isWanted = try await ask(change) else { return false }
                replies?.saveOtherUser(isWanted)
            // Done: a signal from here on does not undo it.
            case .loggedIn: return true
            default: break
            }
        }
        // A cancelled reader sees the news end early.
        throw NoetlError.cancelled
    }

    /// A tenant that polls do not reach: told once, until it is reached again.
    private struct Outage {
        private var isKnown = false

        mutating func isNews(_ event: LoginEvent) -> Bool {
            guard case .polled(let result, _) = event else { return true }
            defer { isKnown = result == .unreachable }
            return !isKnown || result != .unreachable
        }
    }

    /// In plain form, the signs of life of the wait that an event begins, or none after one that ends it.
    private func beat(on event: LoginEvent, instead earlier: Task<Void, Never>?) -> Task<Void, Never>? {
        guard let plainClock else { return nil }
        switch event {
        case .preflight(let preflight):
            return Heartbeat(subject: "the browser", deadline: preflight.deadline, clock: plainClock).start()
        case .deviceCode(let code):
            return Heartbeat(subject: "the code to be entered", deadline: code.deadline, clock: plainClock).start()
        case .exchanging:
            earlier?.cancel()
            Console.note("Asking the gateway for a session.")
            return nil
        default: return earlier
        }
    }

    /// What is typed while a browser login waits.
    private actor Typing {
        private var task: Task<Void, Never>?

        func begin(_ replies: LoginReplies) {
            task = Task { await HiddenInput.follow(replies, prompt: LoginText.goingOn) }
        }

        /// Returns when the terminal is as it was.
        func end() async {
            task?.cancel()
            await task?.value
        }
    }

    /// Whether the session is saved in place of another user's; nil when the person wants to sign in once more.
    private func ask(_ change: UserChange) async throws(NoetlError) -> Bool? {
        while true {
            switch try await HiddenInput.line(LoginText.question(change)).lowercased() {
            case "y", "yes": return true
            case "", "n", "no": return false
            case "s" where change.canStartOver: return nil
            default: Console.note("Please answer y or n.")
            }
        }
    }
}
