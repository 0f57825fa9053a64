import Foundation
import NoetlCore

/// The flag-driven reader of login news: turns events into lines.
struct LoginReport {
    private let asJSON: Bool
    private let isQuiet: Bool
    /// Whether a person is there who may change what is in the way.
    private let isAttended: Bool
    /// How the QR code of a device login is shown; nil where it is not wanted.
    private let qrCode: QRText?
    private let now: @Sendable () -> Date

    /// A report in the form that the flags ask for.
    init(
        asJSON: Bool, isQuiet: Bool, isAttended: Bool, qrCode: QRText? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.asJSON = asJSON
        self.isQuiet = isQuiet
        self.isAttended = isAttended
        self.qrCode = qrCode
        self.now = now
    }

    /// Says what an event means for the person, or for the script.
    func show(_ event: LoginEvent) throws(OutputFailure) {
        switch event {
        case .exposed(let gateway):
            Console.warn("\(gateway) is not encrypted; others on the network can read the session.")
        case .preflight(let preflight):
            try progress(LoginText.notice(preflight), essence: preflight.address.absoluteString)
            if !preflight.opensBrowser { offerPasting() }
        case .allowlist(let news): show(news)
        case .openingBrowser:
            if !isQuiet { try progress("Opening browser ...", essence: "") }
            offerPasting()
        case .deviceCode(let code):
            let drawing = qrCode?.text(of: code.verificationURIComplete?.absoluteString)
            try progress(
                LoginText.notice(code, qrCode: drawing),
                essence: ([LoginText.essence(code)] + [drawing].compactMap { $0 }).joined(separator: "\n"))
        case .browserDidNotOpen(let reason): aside("No browser was opened: \(reason) Open the URL above yourself.")
        case .turnedAway(let count):
            aside("An answer with a wrong state or an incomplete one was turned away (\(count) so far).")
        case .polled(.unreachable, _): aside("The tenant could not be reached; trying again.")
        case .pasteRefused(let problem): Console.note(LoginText.refusal(problem))
        case .userChanged(let change): Console.note(LoginText.warning(change))
        // Asked by whoever reads the answer.
        case .confirmUser: break
        case .browserAsked, .polled, .exchanging: break
        case .loggedIn(let outcome):
            try Console.print(
                asJSON
                    ? LoginText.json(outcome)
                    : LoginText.result(outcome, exports: !isQuiet, now: now(), paint: .output))
        }
    }

    /// A browser that waits for somebody is to be known of, however quiet the rest.
    private func show(_ news: AllowlistNews) {
        guard let words = LoginText.allowlist(news, isAttended: isAttended) else { return }
        if news.holdsBrowser { Console.note(words) } else { aside(words) }
    }

    /// Leaves a record of a login in full screen: the same lines without the export lines.
    func record(_ outcome: LoginOutcome) throws(OutputFailure) {
        try Console.print(
            asJSON
                ? LoginText.json(outcome)
                : LoginText.result(outcome, exports: false, now: now(), paint: .output))
    }

    /// Says that no login was needed.
    func show(_ alive: SessionCheck.Alive) throws(OutputFailure) {
        if asJSON { return try Console.print(LoginText.json(alive)) }
        guard !isQuiet else { return }
        try Console.print(LoginText.stillLoggedIn(alive, now: now(), paint: .output))
    }

    /// What people follow: on stdout, on stderr when stdout is for JSON; under `--quiet` only what someone must act on.
    private func progress(_ text: String, essence: String) throws(OutputFailure) {
        let shown = isQuiet ? essence : text + "\n"
        if asJSON { Console.note(shown) } else { try Console.print(shown) }
    }

    private func offerPasting() {
        if isAttended { aside(LoginText.pasting) }
    }

    private func aside(_ line: String) {
        if !isQuiet { Console.note(line) }
    }
}
