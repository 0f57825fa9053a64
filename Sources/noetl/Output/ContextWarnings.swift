import NoetlCore

/// What a person should hear about settings that work, but not well.
enum ContextWarnings {
    /// Warns on stderr of a gateway on plain http that is not this machine.
    static func show(for address: String) {
        // The address was checked when the change was made.
        guard let server = try? ServerURL(address), server.isExposed else { return }
        Console.warn("\(server) is not encrypted; a login over it needs --insecure-http.")
    }
}
