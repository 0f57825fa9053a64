/// When the browser opens: once the tenant has said whether it accepts the redirect URI, or has taken too long.
///
/// While it does not, and there is a person to change that, the tenant is asked again and again, and the browser opens
/// by itself when it does; the person may also open it anyway. Runs until it is cancelled.
struct AllowlistWatch: Sendable {
    let probe: AllowlistProbe
    let application: Auth0Application
    let browser: BrowserRequest
    /// What the person says; nil where there is none to wait for.
    let replies: LoginReplies?
    let world: World

    /// How long the browser waits for the first verdict.
    static let patience: Duration = .seconds(2)
    /// The pause between an answer and the next question.
    static let pause: Duration = .seconds(3)

    private enum Signal {
        case verdict(AllowlistVerdict)
        case patienceOver
        case openAnyway
    }

    /// Watches, reports what is found, and opens the browser at most once.
    func run(report: @escaping LoginNews) async {
        let (signals, signal) = AsyncStream.makeStream(of: Signal.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await ask(telling: signal) }
            group.addTask {
                // Cancelled when the login is over; nobody listens then.
                try? await world.clock.sleep(for: Self.patience)
                signal.yield(.patienceOver)
            }
            group.addTask {
                guard let openings = replies?.openings else { return }
                for await _ in openings { signal.yield(.openAnyway) }
            }
            var stance = Stance(canHold: replies != nil && browser.isPossible)
            for await signal in signals {
                let opens = stance.opens(on: signal)
                if case .verdict(let verdict) = signal, stance.isNews(verdict) {
                    report(
                        .allowlist(
                            AllowlistNews(
                                verdict: verdict, redirect: probe.redirect, application: application,
                                holdsBrowser: stance.holds)))
                }
                if opens, !Task.isCancelled { group.addTask { await browser.send(report: report) } }
            }
            group.cancelAll()
        }
    }

    /// Asks once, and after a rejection until the tenant accepts, as long as there is somebody who may change that.
    private func ask(telling signal: AsyncStream<Signal>.Continuation) async {
        var wasRejected = false
        while !Task.isCancelled {
            let verdict = await probe.verdict()
            world.trace("allowlist probe: \(verdict)")
            signal.yield(.verdict(verdict))
            wasRejected = wasRejected || verdict == .rejected
            guard replies != nil, wasRejected, verdict != .accepted else { return }
            // Cancelled when the login is over, which ends the loop.
            try? await world.clock.sleep(for: Self.pause)
        }
    }

    /// What has been decided so far.
    private struct Stance {
        /// Whether a rejection keeps the browser shut.
        let canHold: Bool
        private(set) var holds = false
        private var hasOpened = false
        private var known: AllowlistVerdict?

        init(canHold: Bool) { self.canHold = canHold }

        /// Whether the browser opens now.
        mutating func opens(on signal: Signal) -> Bool {
            guard !hasOpened else { return false }
            switch signal {
            case .verdict(.rejected) where canHold: holds = true
            case .verdict(.accepted), .openAnyway: holds = false
            // After a rejection, no answer and no time are better news.
            case .verdict, .patienceOver: break
            }
            hasOpened = !holds
            return hasOpened
        }

        /// Whether it has not been said before.
        mutating func isNews(_ verdict: AllowlistVerdict) -> Bool {
            defer { known = verdict }
            return verdict != known
        }
    }
}
