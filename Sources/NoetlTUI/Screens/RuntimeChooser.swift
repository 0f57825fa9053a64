import NoetlCore

/// Where the playbooks of a context run.
struct RuntimeChooser: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// This runtime.
        case chosen(String)
        /// One step back.
        case back
    }

    private static let purposes = [
        "local": "On this machine.", "distributed": "On the workers of the server.",
        "auto": "Each command finds out by itself.",
    ]
    private let title: String
    private var list: ChoiceList

    /// A chooser with the cursor on `current`.
    init(title: String, current: String?) {
        self.title = title
        list = ChoiceList(
            columns: [.init("", minimum: 12, importance: 1), .init("", minimum: 20)],
            choices: ContextField.runtimes.map { runtime in
                Choice(id: runtime, [.init(runtime), .init(Self.purposes[runtime] ?? "", style: .faint)])
            }, selected: current)
    }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        // Three lines need no filter.
        guard key != .character("/") else { return .none }
        let answer = list.update(key, in: Self.body(of: frame.content(of: size)))
        if case .chosen(let runtime) = answer { return .chosen(runtime) }
        return key == .escape ? .back : .none
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        guard !area.isEmpty else { return }
        surface.write(
            "Where do its playbooks run?", row: area.row, column: area.column, style: .strong, columns: area.columns)
        list.draw(on: &surface, in: Self.body(of: area))
    }

    private static func body(of area: Area) -> Area { area.dropping(rows: 2) }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: title,
            hints: KeyHints([
                .init("↑↓", "move"), .init("enter", "choose", isEssential: true),
                .init("esc", "back", isEssential: true), .init("^C", "quit", isEssential: true),
            ]))
    }
}
