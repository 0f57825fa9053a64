import NoetlSandbox

extension Sandbox {
    /// How many run at once: each has six listeners and whatever connects to them, and a process may well have no more
    /// than 1,024 descriptors.
    private static let turns = Turns(16)
    /// Whether this task has its turn already: one that waited for a second would wait for itself.
    @TaskLocal private static var hasTurn = false

    /// Runs `work` with a sandbox of its own and stops it.
    public static func with(
        _ settings: SandboxSettings = .init(), _ work: (Sandbox) async throws -> Void
    ) async throws {
        guard !hasTurn else { return try await startAndStop(settings, work) }
        await turns.take()
        defer { turns.giveBack() }
        try await $hasTurn.withValue(true) { try await startAndStop(settings, work) }
    }

    private static func startAndStop(
        _ settings: SandboxSettings, _ work: (Sandbox) async throws -> Void
    ) async throws {
        let sandbox = try await Sandbox.start(settings)
        do { try await work(sandbox) } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }
}
