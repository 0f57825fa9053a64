import Dispatch
import Foundation

/// Waits for the signals that end a server.
struct StopSignals {
    private let sources: [any DispatchSourceSignal]
    private let arrived: AsyncStream<Void>

    /// Takes SIGTERM, SIGINT and SIGHUP over from the system.
    init() {
        let (arrived, news) = AsyncStream<Void>.makeStream()
        self.arrived = arrived
        sources = [SIGTERM, SIGINT, SIGHUP].map { number in
            // Until dispatch has registered the source, the signal ends the process at once: nothing is lost by that.
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { news.yield() }
            source.resume()
            return source
        }
    }

    /// Returns when the first of them has come.
    func first() async {
        for await _ in arrived { break }
        withExtendedLifetime(sources) {}
    }
}
