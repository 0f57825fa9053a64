import Dispatch

/// Runs `work`, which may block (files, locks), on a thread of Dispatch, so that it holds up no thread of the
/// concurrency pool; on two cores there are only two.
public func offPool<Value: Sendable>(
    _ work: @escaping @Sendable () throws(NoetlError) -> Value
) async throws(NoetlError) -> Value {
    let result = await withCheckedContinuation { done in
        DispatchQueue.global().async {
            done.resume(returning: Result { () throws(NoetlError) in try work() })
        }
    }
    return try result.get()
}
