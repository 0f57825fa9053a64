import NIOConcurrencyHelpers

/// A value behind a lock.
struct Locked<Value: Sendable>: Sendable {
    private let box: NIOLockedValueBox<Value>

    /// Starts with that value.
    init(_ value: Value) {
        box = NIOLockedValueBox(value)
    }

    /// Reads or changes the value while nobody else does.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try box.withLockedValue(body)
    }
}
