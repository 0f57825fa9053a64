import NIOConcurrencyHelpers
import NIOCore

/// The accepted connections that are still open, so that nothing outlives the wait.
final class OpenConnections: Sendable {
    private let open = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])

    /// Counts a connection until it closes.
    func add(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        open.withLockedValue { $0[key] = channel }
        channel.closeFuture.whenComplete { [open] _ in _ = open.withLockedValue { $0.removeValue(forKey: key) } }
    }

    /// Closes all but those that `pending` takes care of, each after what its loop has in hand: a page that is being
    /// answered is small enough to go out whole.
    func closeAll(but pending: PendingPage) async {
        for channel in open.withLockedValue({ Array($0.values) }) where !pending.has(channel) {
            // A connection that is closed already is what was wanted.
            try? await channel.close()
        }
    }
}
