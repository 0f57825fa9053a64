import Foundation
import NoetlCore
import Testing

@testable import NoetlTUI

/// ncurses on a pseudo terminal; it keeps its state in globals, so one test at a time.
@Suite("CursesScreen", .serialized)
struct CursesScreenTests {
    private static func environment(term: String, _ more: [String: String] = [:]) -> Environment {
        Environment(["TERM": term].merging(more) { $1 })
    }

    private static func sample(_ size: Size) -> Surface {
        var frame = Surface(size)
        frame.write("noetl ─ ✓ 会议 e\u{301}", row: 0, column: 1, style: .strong)
        frame.write("chosen", row: 2, column: 2, style: .selected)
        frame.write("failed", row: 3, column: 2, style: .bad)
        return frame
    }

    @Test(
        "gives the terminal back as it was",
        arguments: ["xterm", "xterm-256color", "screen", "linux", "vt100", "tmux-256color"])
    func restores(term: String) throws {
        let terminal = try PseudoTerminal()
        let modes = terminal.modes
        do {
            var screen = try CursesScreen(
                device: terminal.device, environment: Self.environment(term: term), locale: "C.UTF-8")
            #expect(terminal.modes != modes)
            #expect(screen.size == Size(rows: 24, columns: 80))
            screen.present(Self.sample(screen.size))
            let drawn = terminal.output()
            #expect(drawn.contains("会议"))
            #expect(drawn.contains("chosen"))
            #expect(drawn.contains(term == "linux" ? "noetl - + " : "noetl ─ ✓ "))
            #expect(drawn.contains("\u{1B}[?2004h"))
        }
        #expect(terminal.modes == modes)
        let farewell = terminal.output()
        #expect(farewell.contains("\u{1B}[?2004l"))
        if term.hasPrefix("xterm") { #expect(farewell.contains("\u{1B}[?1049l")) }
        // Whatever hides the cursor must show it again.
        if term != "vt100" { #expect(farewell.contains("\u{1B}[?25h") || farewell.contains("\u{1B}[34h")) }
    }

    @Test("refuses what is no terminal, or one that cannot be drawn on")
    func refusals() throws {
        let terminal = try PseudoTerminal()
        let modes = terminal.modes
        for term in ["", "dumb", "no-such-terminal"] {
            #expect(throws: TerminalProblem.unsuitable(term: term)) {
                _ = try CursesScreen(device: terminal.device, environment: Self.environment(term: term))
            }
        }
        for device in ["/dev/null", "/nowhere/tty"] {
            #expect(throws: TerminalProblem.noTerminal) {
                _ = try CursesScreen(device: device, environment: Self.environment(term: "xterm"))
            }
        }
        #expect(terminal.modes == modes)
    }

    @Test("sends only what changed")
    func economy() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "xterm-256color"), locale: "C.UTF-8")
        var frame = Self.sample(screen.size)
        screen.present(frame)
        _ = terminal.output()
        screen.present(frame)
        #expect(terminal.output() == "")
        frame.write("4:36 left", row: 0, column: 60, style: .strong)
        frame.write("◓", row: 9, column: 2)
        screen.present(frame)
        _ = terminal.output()
        frame.write("4:35 left", row: 0, column: 60, style: .strong)
        frame.write("◑", row: 9, column: 2)
        screen.present(frame)
        let second = terminal.output()
        #expect(second.utf8.count <= 60, "\(second.utf8.count) bytes: \(second.debugDescription)")
    }

    @Test("no colour where none is wanted", arguments: [("xterm-256color", ["NO_COLOR": "1"]), ("vt100", [:])])
    func noColor(term: String, more: [String: String]) throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: term, more), locale: "C.UTF-8")
        _ = terminal.output()
        screen.present(Self.sample(screen.size))
        let drawn = terminal.output()
        #expect(drawn.contains("failed"))
        #expect(!drawn.contains(/\x1B\[[0-9;]*(3[0-7]|38;5;[0-9]+)m/))
    }

    @Test("a locale without UTF-8 gets ASCII")
    func ascii() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "xterm"), locale: "C")
        screen.present(Self.sample(screen.size))
        let drawn = terminal.output()
        #expect(drawn.contains("noetl - + ???? e"))
        #expect(drawn.utf8.count { $0 > 0x7F } == 0)
    }

    @Test(
        "the mouse is asked for and left alone, its button is a click and its wheel moves",
        arguments: [
            ("xterm-256color", "\u{1B}[<0;7;5M\u{1B}[<0;7;5m\u{1B}[<64;7;5M\u{1B}[<65;7;5M\u{1B}[<2;7;5M", "1006"),
            ("screen", "\u{1B}[M '%\u{1B}[M#'%\u{1B}[M`'%\u{1B}[Ma'%", "1000"),
        ])
    func mouse(term: String, bytes: String, mode: String) throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: term), locale: "C.UTF-8")
        screen.present(Self.sample(screen.size))
        #expect(!terminal.output().contains(mode))
        screen.useMouse(true)
        #expect(terminal.output().contains("\u{1B}[?\(mode)"))
        terminal.type(bytes)
        var keys: [Key] = []
        while let key = screen.nextKey() { keys.append(key) }
        #expect(keys == [.click(row: 4, column: 6), .up, .up, .up, .down, .down, .down])
        screen.useMouse(false)
        #expect(terminal.output().hasSuffix("l"))
    }

    @Test("keys and pastes arrive decoded")
    func keys() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "xterm-256color"), locale: "C.UTF-8")
        #expect(screen.nextKey() == nil)
        terminal.type("a会\u{1B}OA\u{1B}[1;5D\u{1B}[I\u{3}\u{1A}\r")
        terminal.type("\u{1B}[200~one\rtwo\u{1B}[201~q")
        var keys: [Key] = []
        while let key = screen.nextKey() { keys.append(key) }
        let expected: [Key] = [
            .character("a"), .character("会"), .up, .left, .control("c"), .control("z"), .enter, .paste("one\ntwo"),
            .character("q"),
        ]
        #expect(keys == expected)
        terminal.type("\u{1B}")
        #expect(screen.nextKey() == .escape)
    }

    @Test("a paste of 100 KB arrives whole")
    func longPaste() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "xterm-256color"), locale: "C.UTF-8")
        let text = String(repeating: "0123456789abcdef", count: 6400)
        var waiting = Substring("\u{1B}[200~" + text + "\u{1B}[201~")
        var key: Key?
        while key == nil {
            waiting = waiting.dropFirst(terminal.type(waiting.prefix(4000)))
            key = screen.nextKey()
        }
        #expect(waiting.isEmpty)
        #expect(key == .paste(text))
    }

    @Test("takes up a new size and draws everything again")
    func resize() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "xterm-256color"), locale: "C.UTF-8")
        screen.present(Self.sample(screen.size))
        terminal.resize(rows: 12, columns: 40)
        screen.resize()
        #expect(screen.size == Size(rows: 12, columns: 40))
        _ = terminal.output()
        screen.present(Self.sample(screen.size))
        #expect(screen.nextKey() == nil)
        terminal.resize(rows: 40, columns: 120)
        screen.resize()
        screen.present(Self.sample(screen.size))
        #expect(terminal.output().contains("chosen"))
    }

    @Test("draws everything again over what others wrote")
    func redraw() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "xterm-256color"), locale: "C.UTF-8")
        screen.present(Self.sample(screen.size))
        _ = terminal.output()
        screen.present(Self.sample(screen.size))
        #expect(terminal.output().isEmpty)
        screen.redraw()
        screen.present(Self.sample(screen.size))
        #expect(terminal.output().contains("chosen"))
    }

    @Test("prints whole lines outside, and comes back")
    func outside() throws {
        let terminal = try PseudoTerminal()
        let url = "https://auth0.example/" + String(repeating: "a", count: 300)
        let modes = terminal.modes
        do {
            var screen = try CursesScreen(
                device: terminal.device, environment: Self.environment(term: "xterm-256color"), locale: "C.UTF-8")
            screen.present(Self.sample(screen.size))
            _ = terminal.output()
            screen.printOutside([url, "bad\u{1B}[2J"])
            let printed = terminal.output()
            #expect(printed.contains("\u{1B}[?1049l"))
            #expect(printed.contains(url + "\r\nbad[2J\r\n"))
            #expect(terminal.modes != modes)
            terminal.type("x\u{1B}[A")
            #expect(screen.nextKey() == .character("x"))
            #expect(screen.nextKey() == .up)
            #expect(screen.nextKey() == nil)
            #expect(terminal.output() == "")
            screen.present(Self.sample(screen.size))
            let returned = terminal.output()
            #expect(returned.contains("\u{1B}[?1049h"))
            #expect(returned.contains("chosen"))
            screen.printOutside([url])
        }
        #expect(terminal.modes == modes)
    }

    @Test("the clipboard sequence, plain and for tmux")
    func clipboard() throws {
        let terminal = try PseudoTerminal()
        var screen = try CursesScreen(
            device: terminal.device, environment: Self.environment(term: "tmux-256color", ["TMUX": "x"]),
            locale: "C.UTF-8")
        _ = terminal.output()
        screen.copy("héllo")
        let sent = "\u{1B}]52;c;aMOpbGxv\u{07}"
        #expect(terminal.output() == sent + "\u{1B}Ptmux;\u{1B}" + sent + "\u{1B}\\")
        #expect(ControlSequence.clipboard("", insideTmux: false) == "\u{1B}]52;c;\u{07}")
    }

    @Test("gives the terminal back after a crash", arguments: [SIGILL, SIGTRAP, SIGABRT])
    func crash(signal: Int32) async throws {
        let terminal = try PseudoTerminal()
        let modes = terminal.modes
        await #expect(processExitsWith: .signal(signal)) {
            [device = terminal.device as String, signal = signal as Int32] in
            var screen = try CursesScreen(
                device: device, environment: Environment(["TERM": "xterm-256color"]), locale: "C.UTF-8")
            screen.present(CursesScreenTests.sample(screen.size))
            kill(getpid(), signal)
            // Another thread may have taken it.
            while true { pause() }
        }
        #expect(terminal.modes == modes)
        let output = terminal.output()
        #expect(output.contains("chosen"))
        for sequence in ["\u{1B}[?2004l", "\u{1B}[?1049l", "\u{1B}[?25h"] {
            let end = try #require(output.ranges(of: sequence).last)
            #expect(output[end.upperBound...].contains("chosen") == false)
        }
    }
}
