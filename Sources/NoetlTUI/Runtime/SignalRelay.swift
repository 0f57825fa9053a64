import Dispatch
import Foundation

/// Turns the process's signals into mail, for as long as it lives.
///
/// A signal may land on any thread, and would then not interrupt the wait of the wizard's; mail always does.
final class SignalRelay {
    private let sources: [any DispatchSourceSignal]
    private let earlier: [(signal: Int32, action: sigaction)]

    /// Relays `signals` to `inbox`, each as the mail that `translate` makes of it.
    ///
    /// Returns when all of them are caught, so that ncurses, opened after that, leaves them alone.
    init<Mail>(_ signals: [Int32], to inbox: Inbox<Mail>, as translate: @escaping @Sendable (Int32) -> Mail) {
        let queue = DispatchQueue(label: "signals")
        let registered = DispatchGroup()
        earlier = signals.map { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return (signal, action)
        }
        sources = signals.map { signal in
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler { inbox.post(translate(signal)) }
            registered.enter()
            source.setRegistrationHandler { registered.leave() }
            source.activate()
            return source
        }
        registered.wait()
    }

    deinit {
        for source in sources { source.cancel() }
        for (signal, action) in earlier {
            var action = action
            sigaction(signal, &action, nil)
        }
    }
}
