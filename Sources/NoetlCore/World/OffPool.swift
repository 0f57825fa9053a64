import Dispatch

/// Runs `work`, which may block (files, locks), on a thread of Dispatch, so that it holds up no thread of the
/// concurrency pool; on two cores there are only two.
public func offPool<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result = await withCheckedContinuation { done in
        DispatchQueue.global().async {
            done.resume(returning: Result { () throws(Failure) in try work() })
        }
    }
    return try result.get()
}
