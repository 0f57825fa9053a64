import Foundation

/// A home folder for one test, removed with its last reference.
public final class TemporaryHome: Sendable {
    /// The folder.
    public let path: String

    /// Makes the folder.
    public init() throws {
        path = "\(NSTemporaryDirectory())/noetl-home-\(UUID().uuidString.prefix(8).lowercased())"
            .replacing("//", with: "/")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // A folder that is gone already is fine.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something below it.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Where the config file is, unless a variable names another.
    public var configPath: String { path(of: ".noetl/config.yaml") }

    /// Whether there is something at a path below it.
    public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

    /// Writes a file, and the folders that lead to it. What may be executed is for its owner alone.
    @discardableResult
    public func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = path(of: name)
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard mode & 0o100 == 0 else {
            try ScriptFile.write(text, to: file)
            return file
        }
        try Data(text.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// The text of a file.
    public func text(of name: String) throws -> String {
        try String(contentsOfFile: path(of: name), encoding: .utf8)
    }

    /// The permissions of a file or folder; of what it leads to when it is a link.
    public func mode(of name: String) throws -> Int {
        let file = URL(filePath: path(of: name)).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    /// The plain `key: value` lines of one context in the config file; names and values must need no quotes.
    public func context(_ name: String) throws -> [String: String] {
        var fields: [String: String] = [:]
        var isInside = false
        for line in try text(of: ".noetl/config.yaml").split(separator: "\n") {
            if line.hasPrefix("    ") {
                let pair = line.trimmingCharacters(in: .whitespaces).split(separator: ":", maxSplits: 1)
                if isInside, pair.count == 2 {
                    fields[String(pair[0])] = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: " '\""))
                }
            } else {
                isInside = line == "  \(name):"
            }
        }
        return fields
    }

    /// All files below it with what they hold, by their paths from here.
    public func files() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            found[name] = FileManager.default.contents(atPath: path(of: name))
        }
        return found
    }
}
