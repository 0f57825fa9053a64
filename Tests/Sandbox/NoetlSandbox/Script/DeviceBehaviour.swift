/// How the tenant handles device codes.
public struct DeviceBehaviour: Sendable, Equatable {
    /// Who decides about a new device code.
    public enum Decision: Sendable, Equatable {
        /// Whoever opens `/activate`.
        case user
        /// Approved at once, for that email.
        case approved(as: String)
        /// Denied at once.
        case denied
    }

    /// Seconds between polls; nil leaves the field out of the answer and means five (RFC 8628 section 3.2).
    public var interval: Int?
    /// Seconds that a code can be approved and redeemed.
    public var lifetime: Int
    /// Who decides about codes made from now on.
    public var decision: Decision

    /// Five seconds, 15 minutes, and a user who decides.
    public init(interval: Int? = 5, lifetime: Int = 900, decision: Decision = .user) {
        self.interval = interval
        self.lifetime = lifetime
        self.decision = decision
    }
}
