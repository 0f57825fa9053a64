/// A mode as it is offered to a person.
public struct ModeOption: Equatable, Sendable {
    /// What it is known by.
    public let id: String
    /// Its name.
    public let title: String
    /// When to use it.
    public let purpose: String
    /// Why it is the one to take; nil for all but one.
    public var recommendation: String?
    /// Why it cannot work here; nil when it can.
    public var obstacle: String?
    /// Whether choosing it asks for what is missing, so that the obstacle goes.
    public var canBeHelped = false
}
