import NoetlCore
import NoetlTUI

/// Columns that line up, two blanks apart, for people; missing cells show `-`.
struct Table {
    private var rows: [[String]]

    /// A table with this header.
    init(_ header: String...) { rows = [header] }

    /// Adds a row with as many cells as the header.
    mutating func add(_ cells: String?...) {
        rows.append(cells.map { $0.map { Redaction.cleaned($0) } ?? "-" })
    }

    /// The lines, without blanks at their ends.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, widths) {
                line += cell + String(repeating: " ", count: width - DisplayWidth.of(cell) + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
