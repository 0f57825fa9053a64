import Foundation

/// A folder of our own (mode 0700) that is gone when the sandbox is.
struct TemporaryFolder: Sendable {
    private let url: URL

    /// Makes the folder.
    init() throws {
        url = URL(fileURLWithPath: NSTemporaryDirectory())
            .appendingPathComponent("noetl-sandbox-\(RandomText.sessionToken())", isDirectory: true)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    /// The path of a file in it.
    func path(of name: String) -> String {
        url.appendingPathComponent(name).path
    }

    /// Removes the folder with all in it; one that is gone already is fine.
    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
