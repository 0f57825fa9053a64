import Foundation
import NoetlCore

/// The panels of a login that waits for a person.
extension App {
    func panel(for preflight: Preflight) -> Screen.LivePKCE {
        let application = preflight.application
        let facts = PKCEPanel.Facts(
            context: plan.title, tenant: application.domain.description, clientID: application.clientID,
            redirectURI: preflight.redirect.description,
            allowlist: preflight.probesAllowlist ? "asking Auth0 about this redirect URI" : "not checked",
            dashboard: application.settingsPlace, browser: Self.browserWords(of: preflight))
        return Screen.LivePKCE(
            panel: PKCEPanel(facts: facts, now: now, deadline: preflight.deadline), address: preflight.address,
            redirect: preflight.redirect.description, whole: Self.wholeLines(of: preflight))
    }

    /// What is too long for the panel, and over SSH the way around the browser that is missing here.
    private static func wholeLines(of preflight: Preflight) -> [String] {
        var lines = [preflight.address.absoluteString, "", preflight.redirect.description]
        lines.append(preflight.application.settingsPlace)
        if case .ssh(let server)? = preflight.obstacle {
            lines += ["", "To use the browser of your own machine, run this there first:"]
            lines.append(SSHServer.forwarding(preflight.redirect, to: server))
        }
        return lines
    }

    private static func browserWords(of preflight: Preflight) -> String {
        if let obstacle = preflight.obstacle { return "not opened: \(obstacle.reason)" }
        guard preflight.opensBrowser else { return "not opened; press o, or u to copy the URL" }
        return preflight.probesAllowlist ? "opens in a moment" : "asking it to open the sign-in page"
    }

    func panel(for code: DeviceCode) -> Screen.LiveDevice {
        let address = code.verificationURIComplete ?? code.verificationURI
        let facts = DevicePanel.Facts(
            context: plan.title, tenant: code.application.domain.description, clientID: code.application.clientID,
            code: Redaction.cleaned(code.userCode, limit: 40), address: code.verificationURI.absoluteString,
            completeAddress: code.verificationURIComplete?.absoluteString ?? "")
        return Screen.LiveDevice(
            panel: devicePanel(facts, deadline: code.deadline), address: address,
            whole: [code.verificationURI.absoluteString, address.absoluteString, facts.code])
    }

    private func devicePanel(_ facts: DevicePanel.Facts, deadline: ContinuousClock.Instant) -> DevicePanel {
        var panel = DevicePanel(facts: facts, now: now, deadline: deadline, drawsQRCodes: hasHalfBlocks)
        panel.wantsQRCode = settings.wantsQRCode
        return panel
    }

    mutating func press(_ key: Key, on live: Screen.LivePKCE) -> [Effect] {
        if let prompt = live.paste { return press(key, on: live, in: prompt) }
        var live = live
        let answer = live.panel.update(key)
        var effects: [Effect] = []
        switch answer {
        case .none: break
        case .openAgain:
            // The login itself opens it, so that it does so once.
            effects = [live.panel.facts.holdsBrowser ? .openAnyway : .openBrowser(live.address)]
            live.panel.facts.browser = "asking it to open the sign-in page"
        case .copyAddress:
            live.panel.notice = "URL sent to the terminal's clipboard"
            effects = [.copy(live.address.absoluteString)]
        case .copyDashboard:
            live.panel.notice = "Link sent to the terminal's clipboard"
            effects = [.copy(live.panel.facts.dashboard)]
        case .copyRedirectURI:
            live.panel.notice = "Redirect URI sent to the terminal's clipboard"
            effects = [.copy(live.redirect)]
        case .pasteCallback:
            live.paste = TokenPrompt(
                title: "\(title) · callback", question: "Paste the address that the browser ended at.")
            screen = .pkce(live)
            if case .paste = key { return press(key) }
        case .useDeviceCode:
            plan.mode = .device
            return startLogin()
        case .otherAccount:
            plan.forcesLogin = true
            return startLogin()
        case .showWhole:
            isOutside = true
            effects = [.printOutside(Self.outside(live.whole))]
        case .back: return back()
        }
        screen = .pkce(live)
        return effects
    }

    private mutating func press(_ key: Key, on live: Screen.LivePKCE, in prompt: TokenPrompt) -> [Effect] {
        var live = live
        var prompt = prompt
        var effects: [Effect] = []
        switch prompt.update(key) {
        case .none: live.paste = prompt
        case .inspect:
            prompt.shape = nil
            live.paste = prompt
        case .submit(let text):
            live.paste = prompt
            effects = [.handIn(text)]
        case .back: live.paste = nil
        }
        screen = .pkce(live)
        return effects
    }

    mutating func press(_ key: Key, on live: Screen.LiveDevice) -> [Effect] {
        var live = live
        var effects: [Effect] = []
        switch live.panel.update(key, size: size) {
        case .none: break
        case .openAgain: effects = [.openBrowser(live.address)]
        case .copyAddress:
            live.panel.notice = "URL sent to the terminal's clipboard"
            effects = [.copy(live.address.absoluteString)]
        case .showWhole:
            isOutside = true
            effects = [.printOutside(Self.outside(live.whole))]
        case .back: return back()
        }
        screen = .device(live)
        return effects
    }

    /// What the tenant says of the redirect URI.
    mutating func hear(_ news: AllowlistNews) {
        guard case .pkce(var live) = screen else { return }
        (live.panel.facts.allowlist, live.panel.facts.allowlistVerdict) =
            switch news.verdict {
            case .accepted: ("Auth0 accepts this redirect URI", .good)
            case .rejected: ("Auth0 does not accept this redirect URI yet", .bad)
            case .unknown(let answer): ("not known: \(answer)", .warning)
            }
        live.panel.facts.holdsBrowser = news.holdsBrowser
        if news.holdsBrowser { live.panel.facts.browser = "opens by itself once Auth0 accepts it" }
        screen = .pkce(live)
    }

    /// The browser is being asked.
    mutating func hearOpening() {
        guard case .pkce(var live) = screen else { return }
        live.panel.facts.holdsBrowser = false
        live.panel.facts.browser = "asking it to open the sign-in page"
        screen = .pkce(live)
    }

    /// What became of opening the browser.
    mutating func hear(_ browser: Result<String, BrowserFailure>) {
        let words =
            switch browser {
            case .success(let program): "asked \(program) to open the sign-in page"
            case .failure(let failure): "not opened: \(failure.reason)"
            }
        switch screen {
        case .pkce(var live):
            live.panel.facts.browser = words
            screen = .pkce(live)
        case .device: note("Browser: \(words)")
        default: break
        }
    }

    /// What a poll of the tenant brought.
    mutating func hear(_ result: LoginEvent.PollResult, pause: Duration) {
        guard case .device(var live) = screen else { return }
        let (words, verdict): (String, Verdict?) =
            switch result {
            case .pending: ("Not entered yet", nil)
            case .slowDown: ("Not entered yet, and the tenant wants to be asked less often", nil)
            case .unreachable: ("The tenant could not be reached", .warning)
            }
        (live.panel.facts.poll, live.panel.facts.pollVerdict) = (words, verdict)
        live.panel.facts.pollPause = pause
        screen = .device(live)
    }

    /// Says one line on the panel.
    mutating func note(_ line: String) {
        switch screen {
        case .pkce(var live):
            live.panel.notice = line
            screen = .pkce(live)
        case .device(var live):
            live.panel.notice = line
            screen = .device(live)
        default: break
        }
    }

    mutating func refusePaste(_ problem: LoginReplies.PasteProblem) {
        guard case .pkce(var live) = screen, var prompt = live.paste else { return }
        prompt.shape = .init(text: ProofWords.words(for: problem, redirect: live.redirect), verdict: .bad)
        live.paste = prompt
        screen = .pkce(live)
    }

    /// Lines for outside the full screen, and how to come back.
    static func outside(_ lines: [String]) -> [String] {
        lines.map { $0.trimmingCharacters(in: .whitespaces) } + ["", "Press any key to go back."]
    }
}
