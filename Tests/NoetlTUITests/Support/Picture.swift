import NoetlCore

@testable import NoetlTUI

/// A frame as an SVG: the cells that a terminal of 256 colours would show, on white or black as the reader prefers.
struct Picture {
    /// What is shown.
    let frame: Surface
    /// What it is, for those who cannot see it.
    let title: String

    private static let palette = Palette(colors: 256, environment: Environment([:]))
    /// A cell, in the units of the picture.
    private static let cell = (width: 8.4, height: 18.0)
    private static let margin = 14.0

    /// The whole file.
    var svg: String {
        let width = Double(frame.size.columns) * Self.cell.width + 2 * Self.margin
        let height = Double(frame.size.rows) * Self.cell.height + 2 * Self.margin
        let rows = (0..<frame.size.rows).flatMap { row in runs(in: row).map { text(of: $0, row: row) } }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
            viewBox="0 0 \(number(width)) \(number(height))" role="img">
            <title>\(escaped(title))</title>
            <style>
            text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; \
            white-space: pre }
            rect { fill: #ffffff; stroke: #d0d7de } .cursor { fill: #1f2328; stroke: none }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #0d1117; stroke: #30363d } \
            .cursor { fill: #e6edf3 } }
            \(Style.allCases.compactMap(rule).joined(separator: "\n"))
            </style>
            <rect x="0.5" y="0.5" width="\(number(width - 1))" height="\(number(height - 1))" rx="8"/>
            \((rows + cursor).joined(separator: "\n"))
            </svg>

            """
    }

    /// Neighbours of one style, without the blanks around them; a wide glyph stands alone.
    private struct Run {
        let column: Int
        var columns: Int
        var text: String
        let style: Style
    }

    private func runs(in row: Int) -> [Run] {
        var runs: [Run] = []
        for (column, cell) in frame.row(row).enumerated() {
            guard let glyph = cell.glyph, glyph.text != " " else { continue }
            if let last = runs.last, last.style == cell.style, glyph.width == 1, last.columns == last.text.count {
                let gap = column - last.column - last.columns
                if gap <= 1 {
                    runs[runs.count - 1].text += String(repeating: " ", count: gap) + glyph.text
                    runs[runs.count - 1].columns += gap + 1
                    continue
                }
            }
            runs.append(Run(column: column, columns: glyph.width, text: glyph.text, style: cell.style))
        }
        return runs
    }

    /// `textLength` keeps the columns whatever font the reader has.
    private func text(of run: Run, row: Int) -> String {
        let x = Self.margin + Double(run.column) * Self.cell.width
        let y = Self.margin + (Double(row) + 0.75) * Self.cell.height
        let style = run.style == .plain ? "" : " class=\"\(run.style)\""
        return
            "<text x=\"\(number(x))\" y=\"\(number(y))\" textLength=\"\(number(Double(run.columns) * Self.cell.width))\""
            + " lengthAdjust=\"spacingAndGlyphs\"\(style)>\(escaped(run.text))</text>"
    }

    private var cursor: [String] {
        guard let place = frame.cursor else { return [] }
        let x = Self.margin + Double(place.column) * Self.cell.width
        let y = Self.margin + Double(place.row) * Self.cell.height
        return ["<rect class=\"cursor\" x=\"\(number(x))\" y=\"\(number(y))\" width=\"1.6\" height=\"18\"/>"]
    }

    /// What the palette says of a style, in the words of style sheets.
    private func rule(for style: Style) -> String? {
        let look = Self.palette.look(of: style)
        var words: [String] = []
        if let color = look.color { words.append("fill: \(Self.tone(of: color))") }
        if look.attributes.contains(.bold) { words.append("font-weight: bold") }
        if look.attributes.contains(.dim) { words.append("opacity: 0.6") }
        if look.attributes.contains(.underline) { words.append("text-decoration: underline") }
        return words.isEmpty ? nil : ".\(style) { \(words.joined(separator: "; ")) }"
    }

    /// A colour of xterm's 256: the cube from 16 on, and the greys from 232 on.
    private static func tone(of color: Int16) -> String {
        let parts: [Int]
        if color >= 232 {
            parts = Array(repeating: 8 + 10 * (Int(color) - 232), count: 3)
        } else {
            let index = Int(color) - 16
            parts = [index / 36, index / 6 % 6, index % 6].map { $0 == 0 ? 0 : 55 + 40 * $0 }
        }
        return "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
