/// Looks for what stands between this machine and a login; changes nothing, and signs nobody in.
public struct Doctor: Sendable {
    private let contexts: ContextStore
    private let world: World

    /// A doctor who reads `contexts` and reaches the outside through `world`.
    public init(contexts: ContextStore, world: World) {
        self.contexts = contexts
        self.world = world
    }

    /// Looks at everything that a login like `request` depends on while the findings are read, in the order of
    /// `DoctorFinding.Check`; what an earlier problem makes pointless is left out. Leaving the loop ends the work.
    public func findings(for request: LoginRequest) -> AsyncStream<DoctorFinding> {
        AsyncStream { news in
            let examination = Examination(contexts: contexts, world: world)
            let task = Task {
                await examination.run(for: request) { if !Task.isCancelled { news.yield($0) } }
                news.finish()
            }
            news.onTermination = { _ in task.cancel() }
        }
    }
}
