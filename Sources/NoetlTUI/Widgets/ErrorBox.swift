import NoetlCore

/// A failure on the screen: what happened, why, and what to do next.
struct ErrorBox: Equatable, Sendable {
    private static let indent = 2
    private let error: NoetlError

    /// A box for this failure.
    init(_ error: NoetlError) { self.error = error }

    /// How many rows it takes in `columns` columns.
    func rows(columns: Int) -> Int { lines(columns: columns).count }

    /// Draws the failure at the top of `area`; when that is too small, what the scroller has in sight.
    func draw(on surface: inout Surface, in area: Area, scroller: Scroller = Scroller()) {
        let lines = lines(columns: area.columns)
        scroller.draw(lines, on: &surface, in: area.indented(by: Self.indent)) { line, surface, place in
            surface.write(line.text, row: place.row, column: place.column, style: line.style, columns: place.columns)
        }
        guard !area.isEmpty, !lines.isEmpty else { return }
        surface.write(
            String(Verdict.bad.mark), row: area.row, column: area.column, style: .bad, columns: area.columns)
    }

    private func lines(columns: Int) -> [(text: String, style: Style)] {
        let parts: [(String, Style)] = [(error.what, .strong), (error.why, .plain), (error.nextOnScreen, .plain)]
        return parts.flatMap { text, style in
            Paragraph(text).lines(columns: columns - Self.indent).map { ($0, style) }
        }
    }
}
