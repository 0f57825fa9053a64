import NIOConcurrencyHelpers
import NIOCore

/// The browser that came back with a code, and waits for its page until it is known how the login went on.
///
/// After its patience it is told that the terminal goes on without it.
final class PendingPage: Sendable {
    private struct State {
        var waiting: [(channel: any Channel, promise: EventLoopPromise<CallbackPage>)] = []
        var page: CallbackPage?
    }

    private let state = NIOLockedValueBox(State())
    private let patience: TimeAmount

    /// A page that is decided within `patience`, or claims nothing.
    init(patience: Duration = .seconds(5)) { self.patience = .nanoseconds(Int64(patience / .nanoseconds(1))) }

    /// The page for a connection, as soon as it is decided.
    func page(for channel: any Channel) -> EventLoopFuture<CallbackPage> {
        let promise = channel.eventLoop.makePromise(of: CallbackPage.self)
        // The first word counts; whatever comes later is not heard.
        let alarm = channel.eventLoop.scheduleTask(in: patience) { promise.succeed(.finishing) }
        promise.futureResult.whenComplete { _ in alarm.cancel() }
        let known = state.withLockedValue { state in
            if state.page == nil { state.waiting.append((channel, promise)) }
            return state.page
        }
        if let known { promise.succeed(known) }
        return promise.futureResult
    }

    /// Whether a connection still belongs to it.
    func has(_ channel: any Channel) -> Bool {
        state.withLockedValue { $0.waiting.contains { $0.channel === channel } }
    }

    /// Decides the page, and returns when it has been written to whoever still waits for it.
    func settle(_ page: CallbackPage) async {
        let waiting = state.withLockedValue { state in
            defer { state.waiting = [] }
            if state.page == nil { state.page = page }
            return state.waiting
        }
        for (_, promise) in waiting { promise.succeed(page) }
        for (channel, _) in waiting {
            // However it closed: nobody waits there any more.
            try? await channel.closeFuture.get()
        }
    }
}
