import NoetlCore

/// How a detached port-forward is, as far as the manager shows it.
struct ForwardSight: Sendable, Equatable {
    /// Whether it runs.
    let status: PortForwards.Status
    /// What kubectl said last, of one that has ended.
    var lines: [String] = []

    /// The one that runs; nil when none does.
    var running: PortForwardRecord? { if case .running(let record) = status { record } else { nil } }
}
