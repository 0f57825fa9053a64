// How a `ChoiceList` looks: filter line, headings, choices, and what lies above and below.
extension ChoiceList {
    static let marker = 2
    private static let rowsForHeadings = 6

    /// How many hits there is room for in `rows` rows.
    func visibleHits(rows: Int) -> Int {
        let room = rows - rowsAbove(rows: rows)
        return hits.count > room ? max(1, room - 1) : room
    }

    /// How many rows the filter and the headings take.
    func rowsAbove(rows: Int) -> Int { (filter == nil ? 0 : 1) + (showsHeadings(rows: rows) ? 1 : 0) }

    /// Draws the list into `area`.
    func draw(on surface: inout Surface, in area: Area) {
        guard !area.isEmpty else { return }
        var rest = area
        if let filter {
            draw(filter, on: &surface, in: rest)
            rest = rest.dropping(rows: 1)
        }
        guard !hits.isEmpty else { return drawNotice(on: &surface, in: rest) }
        let layout = layout(columns: area.columns)
        if showsHeadings(rows: area.rows) {
            drawHeadings(layout, on: &surface, in: rest)
            rest = rest.dropping(rows: 1)
        }
        let window = window(rows: area.rows)
        for (row, index) in window.enumerated() {
            draw(hits[index], isSelected: isSelected(index), layout, on: &surface, in: rest.dropping(rows: row))
        }
        if window.count < hits.count {
            drawRemainder(window, on: &surface, in: rest.dropping(rows: window.count))
        }
    }

    private func showsHeadings(rows: Int) -> Bool {
        rows >= Self.rowsForHeadings && columns.contains { !$0.heading.isEmpty }
    }

    private func draw(_ filter: TextField, on surface: inout Surface, in area: Area) {
        surface.write("/", row: area.row, column: area.column, style: .faint, columns: area.columns)
        let tally = "\(hits.count) of \(choices.count)"
        let place = area.indented(by: Self.marker)
        let room = place.columns - DisplayWidth.of(tally) - 2
        filter.draw(
            on: &surface, in: Area(row: place.row, column: place.column, rows: 1, columns: max(room, place.columns / 2))
        )
        guard room >= place.columns / 2 else { return }
        surface.write(tally, row: area.row, column: area.column + area.columns - tally.utf8.count, style: .faint)
    }

    private func drawHeadings(_ layout: ColumnLayout, on surface: inout Surface, in area: Area) {
        var column = area.column + Self.marker
        for (heading, width) in zip(columns, layout.widths) where width > 0 {
            surface.write(heading.heading, row: area.row, column: column, style: .faint, columns: width)
            column += width + ColumnLayout.gap
        }
    }

    private func draw(
        _ hit: Hit, isSelected: Bool, _ layout: ColumnLayout, on surface: inout Surface, in area: Area
    ) {
        if isSelected {
            surface.write("›", row: area.row, column: area.column, style: .selected, columns: area.columns)
        }
        var column = area.column + Self.marker
        for (index, field) in choices[hit.index].fields.enumerated() where index < layout.widths.count {
            let width = layout.widths[index]
            guard width > 0 else { continue }
            let style = isSelected && index == 0 ? Style.selected : field.style
            let found = index < hit.positions.count ? hit.positions[index] : []
            draw(field, style, found, on: &surface, in: Area(row: area.row, column: column, rows: 1, columns: width))
            column += width + ColumnLayout.gap
        }
    }

    private func draw(
        _ field: Choice.Field, _ style: Style, _ found: [Int], on surface: inout Surface, in area: Area
    ) {
        var place = area
        if let verdict = field.verdict {
            surface.write(
                String(verdict.mark), row: area.row, column: area.column, style: verdict.style, columns: area.columns)
            place = area.indented(by: 2)
        }
        let glyphs = Glyph.glyphs(of: field.text)
        let shown = field.cut.shown(glyphs, columns: place.columns) ?? glyphs.enumerated().map { ($1, $0) }
        let marked = Set(found)
        var column = place.column
        for (glyph, index) in shown {
            let isMatch = index.map(marked.contains) ?? false
            column = surface.write([glyph], row: place.row, column: column, style: isMatch ? .match : style)
        }
    }

    private func drawRemainder(_ window: Range<Int>, on surface: inout Surface, in area: Area) {
        guard !area.isEmpty else { return }
        surface.write(
            Scroller.remainder(of: hits.count, outside: window), row: area.row, column: area.column + Self.marker,
            style: .faint, columns: area.columns - Self.marker)
    }

    private func drawNotice(on surface: inout Surface, in area: Area) {
        let notice = filter.map { "Nothing matches “\($0.text)”. Esc shows all again." } ?? emptyNotice
        for (index, line) in Paragraph(notice).lines(columns: area.columns).prefix(area.rows).enumerated() {
            surface.write(line, row: area.row + index, column: area.column, style: .plain)
        }
    }
}
