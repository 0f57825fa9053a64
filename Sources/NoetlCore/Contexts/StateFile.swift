import Foundation

/// `~/.noetl/state.json`: what may be lost without harm, kept apart for each config file.
///
/// A file that is missing, damaged or from another version says nothing, and one that cannot be written stays as it
/// was: neither is ever an error. Calls block their thread.
public struct StateFile: Sendable {
    private let file: URL
    /// The config file that the state belongs to.
    private let config: String

    /// All that the file holds, by the paths of config files.
    private struct Content: Codable {
        var configs: [String: Memory] = [:]
    }

    private struct Memory: Codable {
        var previous: String?
        /// Kinds of login modes by the names of contexts; a later version may know more kinds.
        var modes: [String: String]?
    }

    /// What `folder` (`~/.noetl`) remembers about the config file `config`.
    init(folder: URL, config: URL) {
        file = folder.appending(path: "state.json")
        self.config = config.standardizedFileURL.path
    }

    /// The context that was current before the one that is.
    public var previousContext: String? { read().configs[config]?.previous }

    /// Remembers `name` as the context that was current before the one that is.
    func remember(previous name: String) { change { $0.previous = name } }

    /// The mode that last worked, by the names of contexts.
    var modes: [String: LoginMode.Kind] {
        (read().configs[config]?.modes ?? [:]).compactMapValues { LoginMode.Kind(rawValue: $0) }
    }

    /// Remembers that a login to the context worked in this mode.
    func remember(_ mode: LoginMode.Kind, of name: String) {
        // What is known already costs no write.
        guard modes[name] != mode else { return }
        change { $0.modes = ($0.modes ?? [:]).merging([name: mode.rawValue]) { $1 } }
    }

    /// Follows a context to its new name.
    func rename(_ old: String, to new: String) {
        guard previousContext == old || modes[old] != nil else { return }
        change { memory in
            if memory.previous == old { memory.previous = new }
            if let mode = memory.modes?.removeValue(forKey: old) { memory.modes?[new] = mode }
        }
    }

    private func read() -> Content {
        // Unreadable, damaged or of another shape: nothing is remembered.
        guard let data = try? location().read(), let content = try? JSONDecoder().decode(Content.self, from: data)
        else { return Content() }
        return content
    }

    private func location() throws(SystemFault) -> ConfigDisk {
        ConfigDisk(location: try ConfigLocation(following: file.path))
    }

    private func change(_ edit: (inout Memory) -> Void) {
        do {
            try ConfigFolder(path: file.deletingLastPathComponent().path).create()
            let disk = try location()
            let lock = try ConfigLock(disk.location.lock, patience: .milliseconds(500))
            var content = read()
            edit(&content.configs[config, default: Memory()])
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            _ = try disk.replace(with: try encoder.encode(content))
            withExtendedLifetime(lock) {}
        } catch {
            // The promise of this file: what it would have remembered is lost, and nothing else.
            return
        }
    }
}
