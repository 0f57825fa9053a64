import Foundation
import NoetlTestSupport
import Testing

extension Terminal {
    /// Opens the context manager in a terminal; `variables` are set for it alone.
    static func manager(
        _ flags: String..., with variables: [String: String] = [:], size: (columns: Int, rows: Int) = (80, 24),
        in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        try await program("tui", flags: flags, with: variables, size: size, in: scene, body)
    }

    /// Waits until the list has this line, which begins with the name of a context, `›` before it or not; what is not
    /// said of it may be anything.
    func waitForRow(_ name: String, _ words: String...) async throws {
        try await waitUntil("the line of \(name) with \(words)") { screen in
            screen.split(separator: "\n").contains { line in
                let row = line.prefix(40).drop { " ›".contains($0) }
                return row.hasPrefix("\(name) ") && words.allSatisfy { row.contains($0) }
            }
        }
    }

    /// Empties the field and types something else.
    func retype(_ text: String) async throws {
        try await press("C-u")
        try await type(text)
    }

    /// Logs in to the context under the cursor with a device code, which the stub browser enters.
    func logInByCode() async throws {
        try await type("l")
        try await wait(for: Terminal.modes)
        // From the top: the mode that worked last time is where the cursor begins.
        try await press("Home", "Down", "Enter")
        try await wait(for: Terminal.success)
        try await press("Enter")
        try await wait(for: "Logged in to")
    }

    /// What the empty list says.
    static let emptyList = "There is no context yet."
    /// The end of the list's key line.
    static let managerKeys = "? help  q quit"
}
