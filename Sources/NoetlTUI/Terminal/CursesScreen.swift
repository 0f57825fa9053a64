import CNcurses
import Foundation
import NoetlCore

/// The real terminal, in the hands of ncurses from `init` to the end of its life, on one thread.
///
/// It can be neither copied nor sent to another thread, so there is one owner; however that one ends, the shell gets
/// its modes, screen and cursor back.
struct CursesScreen: TerminalBackend, ~Copyable {
    private let stream: UnsafeMutablePointer<FILE>
    /// The same terminal, opened a second time for reading without waiting; see `init`.
    private let input: UnsafeMutablePointer<FILE>
    private let screen: OpaquePointer
    private let window: UnsafeMutablePointer<WINDOW>
    private let crashGuard: CrashGuard
    private let ink: CursesInk
    private let repertoire: Repertoire
    private let isInsideTmux: Bool
    private let hasOwnScreen: Bool
    private var decoder = KeyDecoder()
    private var keys: [Key] = []
    private var shown: Surface?
    private var isOutside = false

    /// How much room there is at the moment.
    private(set) var size: Size

    /// Opens the terminal in full screen.
    ///
    /// Handlers of signals must be in place before: ncurses leaves alone those it finds.
    ///
    /// - Parameters:
    ///   - device: the terminal's path; not standard output, which may be a pipe.
    ///   - environment: gives `TERM`, `NO_COLOR`, `CLICOLOR` and `TMUX`.
    ///   - locale: the locale of the characters; empty means the user's.
    init(
        device: String = "/dev/tty", environment: Environment, locale: String = ""
    ) throws(TerminalProblem) {
        let term = environment["TERM"] ?? ""
        guard !term.isEmpty, term != "dumb" else { throw .unsuitable(term: term) }
        guard let stream = fopen(device, "r+e") else { throw .noTerminal }
        var modes = termios()
        guard tcgetattr(fileno(stream), &modes) == 0 else {
            fclose(stream)
            throw .noTerminal
        }
        setlocale(LC_CTYPE, locale)
        set_escdelay(25)
        // Whatever ncurses is told, it waits for the next byte after a move of the mouse that nobody asked for.
        guard let input = fopen(device, "re"), fcntl(fileno(input), F_SETFL, O_NONBLOCK) == 0 else {
            fclose(stream)
            throw .noTerminal
        }
        guard let screen = newterm(term, stream, input), let window = noetl_standard_screen() else {
            fclose(stream)
            fclose(input)
            throw .unsuitable(term: term)
        }
        self.stream = stream
        self.input = input
        self.screen = screen
        self.window = window
        crashGuard = CrashGuard(descriptor: fileno(stream), modes: modes, bytes: Self.farewell())
        ink = CursesInk(environment: environment)
        repertoire = Self.repertoire(term: term)
        hasOwnScreen = Self.capability("rmcup") != nil
        isInsideTmux = environment["TMUX"] != nil
        size = Size(rows: Int(getmaxy(window)), columns: Int(getmaxx(window)))
        configure()
    }

    deinit {
        Self.send(ControlSequence.pasteMarksOff, to: stream)
        if isOutside { reset_shell_mode() } else { close() }
        delscreen(screen)
        fclose(stream)
        fclose(input)
    }

    /// Whether there are the half blocks that QR codes are made of.
    var hasHalfBlocks: Bool { repertoire == .unicode }

    /// What `poll(2)` watches for keys.
    var inputDescriptor: Int32? { fileno(input) }

    /// The next key that has arrived, without waiting for one.
    mutating func nextKey() -> Key? {
        while keys.isEmpty {
            guard let input = nextInput() else {
                keys = decoder.keysAtPause()
                break
            }
            keys = decoder.keys(for: input)
        }
        return keys.isEmpty ? nil : keys.removeFirst()
    }

    /// Makes the terminal show `frame`; only cells that changed are sent.
    mutating func present(_ frame: Surface) {
        if isOutside { returnFromOutside() }
        guard frame != shown else { return }
        let rendered = repertoire.rendering(of: frame)
        for row in 0..<min(frame.size.rows, size.rows) where shown?.row(row) != frame.row(row) {
            var line = ink.line(rendered.row(row).prefix(size.columns))
            mvwadd_wchnstr(window, Int32(row), 0, &line, Int32(line.count))
        }
        if let cursor = frame.cursor { wmove(window, Int32(cursor.row), Int32(cursor.column)) }
        if (frame.cursor == nil) != (shown?.cursor == nil) || shown == nil { curs_set(frame.cursor == nil ? 0 : 1) }
        wrefresh(window)
        shown = frame
    }

    /// Leaves the full screen and prints `lines` unbroken; the next `present` returns.
    mutating func printOutside(_ lines: [String]) {
        if !isOutside { leave() }
        // Keys still come one by one and unseen.
        reset_prog_mode()
        Self.send(lines.map { Glyph.text(of: Glyph.glyphs(of: $0)) + "\r\n" }.joined(), to: stream)
    }

    /// Asks the terminal to put `text` on its clipboard.
    mutating func copy(_ text: String) {
        Self.send(ControlSequence.clipboard(text, insideTmux: isInsideTmux), to: stream)
    }

    /// Asks the terminal to tell of the mouse's main button and wheel, or no longer to.
    mutating func useMouse(_ isWanted: Bool) {
        // A press is told at once, not when it is known whether it becomes a double click.
        mouseinterval(0)
        mousemask(isWanted ? KeyTable.mouseEvents : 0, nil)
    }

    /// Takes up the terminal's new size; the next `present` draws everything.
    mutating func resize() {
        var window = winsize()
        guard ioctl(fileno(stream), UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 else {
            return
        }
        resizeterm(Int32(window.ws_row), Int32(window.ws_col))
        // A terminal that went to another size and back has lost text, although its size is the known one.
        clearok(noetl_current_screen(), true)
        size = Size(rows: Int(window.ws_row), columns: Int(window.ws_col))
        shown = nil
    }

    /// Wipes the terminal; the next `present` draws everything.
    mutating func redraw() { returnFromOutside() }

    /// Sends the job the signal of Ctrl-Z, this process included.
    mutating func suspend() { kill(0, SIGTSTP) }

    /// Gives the terminal to the shell and stops this process; the next `present` after that returns to full screen.
    mutating func stop() {
        if isOutside { reset_shell_mode() } else { leave() }
        JobControl.stop()
        resize()
    }

    /// Draws everything anew; when a shell changed the modes meanwhile, they are set again too.
    mutating func takeBack() {
        resize()
        guard !isOutside else { return }
        var modes = termios()
        tcgetattr(fileno(stream), &modes)
        if modes.c_lflag & tcflag_t(ICANON) != 0 { leave() }
    }
}

extension CursesScreen {
    private func configure() {
        raw()
        noecho()
        nonl()
        keypad(window, true)
        nodelay(window, true)
        leaveok(window, false)
        define_key(ControlSequence.pasteBegins, KeyDecoder.pasteBegins)
        define_key(ControlSequence.pasteEnds, KeyDecoder.pasteEnds)
        Self.send(ControlSequence.pasteMarksOn, to: stream)
    }

    /// Leaves the full screen; where the terminal has no second screen to leave, what was drawn is wiped off.
    private func close() {
        if !hasOwnScreen {
            werase(window)
            wrefresh(window)
        }
        endwin()
    }

    private mutating func leave() {
        Self.send(ControlSequence.pasteMarksOff, to: stream)
        close()
        isOutside = true
        shown = nil
    }

    private mutating func returnFromOutside() {
        isOutside = false
        shown = nil
        clearok(noetl_current_screen(), true)
        wrefresh(window)
        Self.send(ControlSequence.pasteMarksOn, to: stream)
    }

    private func nextInput() -> KeyDecoder.Input? {
        // Reading through ncurses would bring the full screen back.
        if isOutside { return nextByte() }
        var value: UInt32 = 0
        switch wget_wch(window, &value) {
        case OK: return .character(value)
        case KEY_CODE_YES where value == UInt32(KEY_MOUSE): return mouseInput()
        case KEY_CODE_YES where value > UInt32(KEY_MAX) && value < UInt32(KeyDecoder.pasteBegins):
            return .extended(keyname(Int32(value)).map { String(cString: $0) } ?? "")
        case KEY_CODE_YES: return .code(Int32(value))
        default: return nil
        }
    }

    /// All that the mouse has done: ncurses tells of a burst once, and gives the latest of it first.
    private func mouseInput() -> KeyDecoder.Input {
        var event = MEVENT()
        var keys: [[Key]] = []
        while getmouse(&event) == OK {
            keys.append(KeyTable.keys(mouse: event.bstate, row: Int(event.y), column: Int(event.x)))
        }
        return .mouse(keys.reversed().flatMap { $0 })
    }

    private func nextByte() -> KeyDecoder.Input? {
        var watched = pollfd(fd: fileno(input), events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 0
        guard poll(&watched, 1, 0) == 1, read(watched.fd, &byte, 1) == 1 else { return nil }
        return .character(UInt32(byte))
    }

    private static func repertoire(term: String) -> Repertoire {
        guard String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8" else { return .ascii }
        return term == "linux" ? .console : .unicode
    }

    private static func send(_ text: String, to stream: UnsafeMutablePointer<FILE>) {
        // What ncurses has written so far goes first.
        fflush(stream)
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(fileno(stream), $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// What makes the shell's screen come back without ncurses; only known after `newterm`.
    private static func farewell() -> [UInt8] {
        let names = ["op", "sgr0", "cnorm", "rmkx"] + [capability("rmcup") == nil ? "clear" : "rmcup"]
        let strings = names.compactMap(capability)
        return Array((ControlSequence.pasteMarksOff + ControlSequence.mouseOff + strings.joined()).utf8)
    }

    /// A string of the terminal's description, without the pauses that terminals on wires needed.
    private static func capability(_ name: String) -> String? {
        // Nil or -1 when there is none.
        guard let string = tigetstr(name), Int(bitPattern: string) != -1 else { return nil }
        return String(cString: string).replacing(/\$<[^>]*>/, with: "")
    }
}
