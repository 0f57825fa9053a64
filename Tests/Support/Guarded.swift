import Foundation

/// A value behind a lock, for what tests collect from other tasks.
public final class Guarded<Value: Sendable>: @unchecked Sendable {
    // Unchecked because the compiler does not see that the lock guards the value.
    private let lock = NSLock()
    private var value: Value

    /// Starts with this value.
    public init(_ value: Value) { self.value = value }

    /// Works on the value while nobody else does.
    @discardableResult
    public func with<Result>(_ work: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try work(&value) }
    }

    /// The value as it is now.
    public var current: Value { lock.withLock { value } }
}
