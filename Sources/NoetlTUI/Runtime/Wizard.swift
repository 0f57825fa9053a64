import NoetlCore

/// The full-screen login.
public enum Wizard {
    /// Runs the wizard on a thread of its own, which owns the terminal from the first line to the last.
    ///
    /// - Throws: `usage` for a terminal that has no full screen.
    public static func run(
        _ settings: WizardSettings, contexts: ContextStore, forwards: PortForwards, world: World
    ) async throws(NoetlError) -> WizardEnd {
        try await FullScreen.run(world: world) { size, now in
            App(settings, size: size, now: now)
        } carrier: { inbox in
            EffectRunner(
                contexts: contexts, writer: ContextWriter(contexts: contexts, forwards: forwards), world: world,
                inbox: inbox)
        }
    }
}
