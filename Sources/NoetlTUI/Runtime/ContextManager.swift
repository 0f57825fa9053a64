import NoetlCore

/// The full-screen manager of contexts.
public enum ContextManager {
    /// Runs the manager on a thread of its own, which owns the terminal from the first line to the last.
    ///
    /// - Throws: `usage` for a terminal that has no full screen.
    public static func run(
        _ settings: ManagerSettings, contexts: ContextStore, forwards: PortForwards, world: World
    ) async throws(NoetlError) -> ManagerEnd {
        try await FullScreen.run(world: world) { size, now in
            Manager(settings, size: size, now: now)
        } carrier: { inbox in
            ManagerRunner(contexts: contexts, forwards: forwards, world: world, inbox: inbox)
        }
    }
}
