import NoetlCore

/// What the doctor finds, line by line as it is found.
struct DoctorPanel: Equatable, Sendable {
    /// What the user wants.
    enum Answer: Equatable, Sendable {
        /// Nothing that concerns others.
        case none
        /// To have everything looked at again.
        case again
        /// To see all lines whole, outside the full screen.
        case showWhole
        /// One step back.
        case back
    }

    private static let indent = 2
    private let title: String
    private(set) var findings: [DoctorFinding] = []
    private(set) var isDone = false
    private var spinner = Spinner()
    private var scroller = Scroller()

    /// A panel on which nothing has been found yet; `title` is where in the product this is.
    init(title: String) { self.title = title }

    /// Takes up a finding.
    mutating func add(_ finding: DoctorFinding) { findings.append(finding) }

    /// Takes up that there are no more.
    mutating func finish() { isDone = true }

    /// Goes on by one tick.
    mutating func tick() { spinner.tick() }

    /// Takes up a key on a screen of this size.
    mutating func update(_ key: Key, size: Size) -> Answer {
        switch key {
        case .character("r"), .enter: return isDone ? .again : .none
        case .character("U"): return .showWhole
        case .escape: return .back
        default:
            let area = frame.content(of: size)
            _ = scroller.update(key, lines: lines(columns: area.columns).count, rows: area.rows)
            return .none
        }
    }

    /// The findings as lines for outside the full screen.
    var whole: [String] {
        findings.flatMap { ["\($0.state.verdict.mark) \($0.what)", $0.why, $0.next].filter { !$0.isEmpty } }
    }

    /// Draws the screen.
    func draw(on surface: inout Surface) {
        let area = frame.draw(on: &surface)
        scroller.draw(lines(columns: area.columns), on: &surface, in: area) { line, surface, place in
            if let mark = line.mark {
                surface.write(String(mark.text), row: place.row, column: place.column, style: mark.style)
            }
            surface.write(
                line.text, row: place.row, column: place.column + Self.indent, style: line.style,
                columns: place.columns - Self.indent)
        }
    }

    private typealias Mark = (text: Character, style: Style)

    private func lines(columns: Int) -> [(mark: Mark?, text: String, style: Style)] {
        func block(_ mark: Mark?, _ text: String, _ style: Style) -> [(mark: Mark?, text: String, style: Style)] {
            Paragraph(text).lines(columns: columns - Self.indent).enumerated().map { ($0 == 0 ? mark : nil, $1, style) }
        }
        // What came of it is read first, and stands where the eye is.
        var lines =
            isDone
            ? block((findings.verdict.mark, findings.verdict.style), findings.conclusion, .strong)
            : block((spinner.mark, .accent), "Looking for what stands in the way", .strong)
        lines.append((nil, "", .plain))
        for finding in findings {
            let verdict = finding.state.verdict
            lines += block((verdict.mark, verdict.style), finding.what, .plain)
            lines += block(nil, finding.why, .faint) + block(nil, finding.next, .faint)
        }
        return lines
    }

    private var frame: ScreenFrame {
        ScreenFrame(
            title: title,
            hints: KeyHints(
                (isDone ? [.init("r", "look again", short: "again")] : [])
                    + [
                        .init("↑↓", "scroll"), .init("U", "show whole", short: "whole"),
                        .init("?", "help", isEssential: true), .init("esc", "back", isEssential: true),
                        .init("^C", "quit", isEssential: true),
                    ]))
    }
}

extension DoctorFinding.State {
    /// The mark and colour of it.
    fileprivate var verdict: Verdict {
        switch self {
        case .ok: .good
        case .warning: .warning
        case .problem: .bad
        }
    }
}

extension [DoctorFinding] {
    fileprivate var verdict: Verdict { contains { $0.state == .problem } ? .bad : .good }
}
