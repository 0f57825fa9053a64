import NoetlCore
import NoetlTUI

/// Columns that line up, two blanks apart, for people; missing cells show `-`.
struct Table {
    private var rows: [[Cell]]

    private struct Cell {
        let text: String
        var tone = Paint.Tone.plain
    }

    /// A table with this header.
    init(_ header: String...) { rows = [header.map { Cell(text: $0, tone: .strong) }] }

    /// Adds a row with as many cells as the header; `tones` by the number of the column.
    mutating func add(_ cells: String?..., tones: [Int: Paint.Tone] = [:]) {
        rows.append(
            cells.enumerated().map { column, text in
                Cell(text: text.map { Redaction.cleaned($0) } ?? "-", tone: tones[column] ?? .plain)
            })
    }

    /// The lines, without blanks at their ends.
    func text(_ paint: Paint = .none) -> String {
        let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column].text) }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            // The blanks before a cell, which the last one of a line must not leave behind.
            var gap = 0
            for (cell, width) in zip(row, widths) {
                if !cell.text.isEmpty {
                    line += String(repeating: " ", count: gap) + paint(cell.text, cell.tone)
                    gap = 0
                }
                gap += width - DisplayWidth.of(cell.text) + 2
            }
            return line
        }.joined(separator: "\n")
    }
}
