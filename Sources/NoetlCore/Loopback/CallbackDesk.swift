import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

/// Decides about each request head at the listener, in the order of the specification's table.
///
/// Shared by all connections; only the first deciding request ends the wait.
final class CallbackDesk: Sendable {
    /// How a request is answered.
    enum Reply: Sendable {
        /// A short line of text.
        case text(Int, String)
        /// A page for the person.
        case page(CallbackPage)
        /// The page that says how the login went on, when that is known.
        case pendingPage(EventLoopFuture<CallbackPage>)
    }

    private let redirect: LoopbackRedirect
    private let expected: ExpectedCallback
    /// What the browser that brings the code is told.
    private let pending: PendingPage
    private let report: AsyncStream<LoopbackListener.News>.Continuation
    private let turnedAway = NIOLockedValueBox(0)

    init(
        redirect: LoopbackRedirect, expected: ExpectedCallback, pending: PendingPage,
        report: AsyncStream<LoopbackListener.News>.Continuation
    ) {
        self.redirect = redirect
        self.expected = expected
        self.pending = pending
        self.report = report
    }

    /// The reply to a request on `channel`; the decision is reported before the page is written, since a browser may
    /// leave at once.
    func reply(to head: HTTPRequestHead, on channel: any Channel) -> Reply {
        guard head.version.major == 1 else { return .text(400, "This is not HTTP/1.1.") }
        let hosts = head.headers["host"]
        guard hosts.count == 1, redirect.isNamed(by: hosts[0]) else {
            return .text(421, "This address is not served here.")
        }
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0] == redirect.path else { return .text(404, "Nothing is here.") }
        guard head.method == .GET else { return .text(405, "Only GET is answered here.") }
        let judgement = expected.judge(query: parts.count > 1 ? parts[1] : "")
        switch judgement {
        case .stranger:
            countTurnedAway()
            return .page(.stranger)
        case .malformed:
            countTurnedAway()
            return .page(.malformed)
        case .refused:
            end(with: judgement)
            return .page(.refused)
        case .code:
            // First, since whoever hears of the code closes the connections that nobody waits on.
            let page = pending.page(for: channel)
            end(with: judgement)
            return .pendingPage(page)
        }
    }

    /// Decides about a pasted address with the same checks; a wrong one is told and does not end the wait.
    func take(pasted text: Secret) {
        let address = text.reveal().trimmingCharacters(in: .whitespacesAndNewlines).prefix { $0 != "#" }
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, redirect.isAddressed(by: parts[0]) else {
            report.yield(.pasteRefused(.notTheRedirect))
            return
        }
        let judgement = expected.judge(query: parts[1])
        switch judgement {
        case .stranger: report.yield(.pasteRefused(.stranger))
        case .malformed: report.yield(.pasteRefused(.malformed))
        case .refused, .code: end(with: judgement)
        }
    }

    private func end(with judgement: ExpectedCallback.Judgement) {
        report.yield(.answer(judgement))
        report.finish()
    }

    /// Reports the first one, the tenth, the hundredth: whoever floods the listener does not flood its readers.
    private func countTurnedAway() {
        let count = turnedAway.withLockedValue { count in
            count += 1
            return count
        }
        var rest = count
        while rest > 1, rest % 10 == 0 { rest /= 10 }
        if rest == 1 { report.yield(.turnedAway(count)) }
    }
}
