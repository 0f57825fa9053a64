import Dispatch
import Foundation

/// Turns the process's signals into mail, for as long as it lives.
///
/// A signal may land on any thread, and would then not interrupt the wait of the one that it concerns; mail always does.
public final class SignalRelay {
    private let sources: [any DispatchSourceSignal]
    private let earlier: [(signal: Int32, action: sigaction)]

    /// Relays `signals` to `inbox`, each as the mail that `translate` makes of it; those that the parent told this
    /// process to ignore, as `nohup` does, stay ignored.
    ///
    /// Returns when all of them are caught, so that ncurses, opened after that, leaves them alone.
    public init<Mail>(_ signals: [Int32], to inbox: Inbox<Mail>, as translate: @escaping @Sendable (Int32) -> Mail) {
        let queue = DispatchQueue(label: "signals")
        let registered = DispatchGroup()
        earlier = signals.compactMap { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return Self.ignores(action) ? nil : (signal, action)
        }
        sources = earlier.map { signal, _ in
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler { inbox.post(translate(signal)) }
            registered.enter()
            source.setRegistrationHandler { registered.leave() }
            source.activate()
            return source
        }
        registered.wait()
    }

    private static func ignores(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    deinit {
        for source in sources { source.cancel() }
        for (signal, action) in earlier {
            var action = action
            sigaction(signal, &action, nil)
        }
    }
}
