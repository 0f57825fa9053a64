import NoetlCore

/// The full-screen login.
public enum Wizard {
    /// Runs the wizard on a thread of its own, which owns the terminal from the first line to the last.
    ///
    /// - Throws: `usage` where the system lacks what a full screen needs.
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
