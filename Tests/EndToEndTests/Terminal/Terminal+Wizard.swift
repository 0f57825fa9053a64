import Foundation
import NoetlTestSupport
import Testing

extension Terminal {
    /// Opens the full-screen login with these flags in a terminal; `variables` are set for it alone.
    static func wizard(
        _ flags: String..., with variables: [String: String] = [:], size: (columns: Int, rows: Int) = (80, 24),
        to file: String? = nil, in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        try await wizard(flags: flags, with: variables, size: size, to: file, in: scene, body)
    }

    /// The same with the flags in an array.
    static func wizard(
        flags: [String], with variables: [String: String] = [:], size: (columns: Int, rows: Int) = (80, 24),
        to file: String? = nil, in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        let redirection = file.map { " > '\(scene.home.path(of: $0))'" } ?? ""
        try await program(
            "auth", "login", "-i", flags: flags, with: variables, size: size, redirection: redirection, in: scene, body)
    }

    /// Opens a full-screen program that tells its process number; `variables` are set for it alone.
    static func program(
        _ command: String..., flags: [String], with variables: [String: String], size: (columns: Int, rows: Int),
        redirection: String = "", in scene: Scene, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        let assignments = variables.map { "'\($0)=\($1)'" }.joined(separator: " ")
        let words = ([BuiltBinary.noetl.path] + command + flags).map { "'\($0)'" }.joined(separator: " ")
        try await run(
            shell: "env \(assignments) sh -c 'echo $$ > \"$HOME/pid\"; exec \"$0\" \"$@\"' \(words)\(redirection)",
            size: size, in: scene, body)
    }

    /// The identifier of the process that `wizard` has started.
    var process: Int32 {
        get throws { Int32(try scene.home.text(of: "pid").trimmingCharacters(in: .newlines)) ?? -1 }
    }

    /// All bytes that were sent to the terminal so far.
    var sent: Data { FileManager.default.contents(atPath: scene.home.path(of: "sent")) ?? Data() }

    /// Whether `text` was sent to the terminal, wherever it stands now.
    func hasSent(_ text: String) -> Bool { sent.range(of: Data(text.utf8)) != nil }

    /// Waits until the screen has lost `text`.
    func waitUntilGone(_ text: String) async throws { try await waitUntil("'\(text)' gone") { !$0.contains(text) } }

    /// Waits until the screen is as it should be.
    func waitUntil(_ what: String, _ isSo: (String) -> Bool) async throws {
        var seen = ""
        for _ in 0..<600 {
            seen = try await screen
            if isSo(seen) { return }
            // As in `wait(for:)`: tmux tells nobody when its screen changes.
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NeverShown(text: what, screen: seen)
    }

    /// Pastes as a terminal does for programs that ask for marks around it.
    func pasteMarked(_ text: String) async throws {
        let file = try scene.home.write(text, to: "clipboard")
        try await tmux("load-buffer", file)
        try FileManager.default.removeItem(atPath: file)
        try await tmux("paste-buffer", "-d", "-p")
    }

    /// What `U` prints of a panel: the address that begins so.
    func address(at beginning: String) async throws -> String {
        try await type("U")
        try await wait(for: "Press any key to go back.")
        // -J joins what only the width of the screen breaks.
        let lines = try await tmux("capture-pane", "-p", "-J").split(separator: "\n")
        // What was printed before is still above.
        let address = try #require(lines.last { $0.hasPrefix(beginning) })
        try await press("Space")
        try await waitUntilGone("Press any key to go back.")
        return address.trimmingCharacters(in: .whitespaces)
    }

    /// Sends what a terminal does for a click on the first row that shows `text`, in the form that it was asked for.
    func click(_ text: String) async throws {
        let isModern = try await mouse == "1 1"
        let row = try #require(try await screenRows.firstIndex { $0.contains(text) }, "\(text)")
        if isModern {
            for end in ["M", "m"] { try await type("\u{1B}[<0;6;\(row + 1)\(end)") }
        } else {
            let place = try #require(Unicode.Scalar(33 + row).map { "&\(Character($0))" })
            for button in [" ", "#"] { try await type("\u{1B}[M\(button)\(place)") }
        }
    }

    /// Whether the terminal tells the program of the mouse, and whether in the modern form.
    var mouse: String {
        get async throws {
            try await tmux("display-message", "-p", "#{mouse_any_flag} #{mouse_sgr_flag}").trimmingCharacters(
                in: .newlines)
        }
    }

    private var screenRows: [Substring] {
        get async throws {
            try await tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false)
        }
    }

    /// Gives the terminal another size.
    func resize(_ columns: Int, _ rows: Int) async throws {
        try await tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Expects the program to end with `status` and the terminal to be what it was: modes, screen, cursor, paste marks.
    func expectEnd(_ status: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let ended = try await end()
        #expect(ended == status, sourceLocation: sourceLocation)
        try await expectGivenBack(sourceLocation: sourceLocation)
    }

    /// Expects the terminal to be the shell's.
    func expectGivenBack(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try isRestored, sourceLocation: sourceLocation)
        try await expectShellScreen(sourceLocation: sourceLocation)
    }

    /// Expects the normal screen with its cursor, pastes without marks, and the mouse to be the terminal's.
    func expectShellScreen(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let flags = try await tmux(
            "display-message", "-p", "#{alternate_on} #{cursor_flag} #{keypad_cursor_flag} #{mouse_any_flag}")
        #expect(flags == "0 1 0 0\n", sourceLocation: sourceLocation)
        guard let on = sent.range(of: Data("\u{1B}[?2004h".utf8), options: .backwards) else { return }
        let off = sent.range(of: Data("\u{1B}[?2004l".utf8), options: .backwards)?.lowerBound ?? 0
        #expect(on.lowerBound < off, sourceLocation: sourceLocation)
    }

    /// From the picker to the chooser of modes, and with the cursor to the mode at `index` there.
    func chooseMode(_ index: Int) async throws {
        try await wait(for: Self.picker)
        try await press("Enter")
        try await wait(for: Self.modes)
        for _ in 0..<index { try await press("Down") }
        try await press("Enter")
    }

    /// What the first screen asks.
    static let picker = "Which context do you want to log in to?"
    /// What the chooser of modes asks.
    static let modes = "How do you want to log in?"
    /// What the panel of a browser login says.
    static let waiting = "Waiting for you to finish in the browser"
    /// What a login that went well says, in full screen and after it.
    static let success = "Gateway login successful."
}
