import Foundation

/// Every request in order, and whoever waits for one.
final class RequestLog: Sendable {
    private let start = ContinuousClock.now
    private let state = Locked(State())

    private struct State: Sendable {
        var requests: [RecordedRequest] = []
        var next = 0
        var waiters: [UUID: Waiter] = [:]
    }

    private struct Waiter: Sendable {
        let matches: @Sendable (RecordedRequest) -> Bool
        let promise: AsyncStream<RecordedRequest>.Continuation
    }

    var all: [RecordedRequest] { state.withLock { $0.requests } }

    /// Notes an arrival and gives its number.
    func note(_ server: SandboxServer, _ endpoint: SandboxEndpoint, _ request: IncomingRequest) -> Int {
        let arrived = ContinuousClock.now - start
        return state.withLock { state in
            let number = state.next
            state.next += 1
            state.requests.append(
                RecordedRequest(
                    number: number, server: server, door: request.door, endpoint: endpoint, method: request.method,
                    path: request.path, query: request.query.dictionary, headers: request.headers, body: request.body,
                    form: request.form.dictionary, clientPort: request.clientPort, arrived: arrived, status: nil,
                    isOver: false))
            return number
        }
    }

    /// Notes how a request was answered, and tells those who waited for it.
    func close(_ number: Int, status: Int?) {
        state.withLock { state in
            // Gone when the log was cleared meanwhile.
            guard let index = state.requests.firstIndex(where: { $0.number == number }) else { return }
            state.requests[index].status = status
            state.requests[index].isOver = true
            for (key, waiter) in state.waiters where waiter.matches(state.requests[index]) {
                waiter.promise.yield(state.requests[index])
                waiter.promise.finish()
                state.waiters[key] = nil
            }
        }
    }

    /// Forgets all requests.
    func clear() {
        state.withLock { $0.requests = [] }
    }

    /// The first request that matches and is over, as soon as there is one; nil when cancelled.
    func first(where matches: @escaping @Sendable (RecordedRequest) -> Bool) async -> RecordedRequest? {
        let (stream, promise) = AsyncStream<RecordedRequest>.makeStream()
        let key = UUID()
        state.withLock { state in
            if let found = state.requests.first(where: { $0.isOver && matches($0) }) {
                promise.yield(found)
                promise.finish()
            } else {
                state.waiters[key] = Waiter(matches: matches, promise: promise)
            }
        }
        var iterator = stream.makeAsyncIterator()
        let found = await iterator.next()
        state.withLock { $0.waiters[key] = nil }
        return found
    }
}
