/// The code on a terminal, two modules above one another in each cell: ink is dark, and paper must be light.
extension QRCode {
    /// How many columns it takes with its quiet zone.
    public var columns: Int { size + 2 * Self.quietZone }

    /// How many rows it takes with its quiet zone.
    var rows: Int { (columns + 1) / 2 }

    /// The rows, to be written in ink darker than the paper.
    public var inked: [String] { halfBlocks { $0 } }

    /// The rows for a terminal whose ink is lighter than the paper, and that has no colours to change that.
    public var inverted: [String] { halfBlocks { !$0 } }

    private func halfBlocks(_ isInk: (Bool) -> Bool) -> [String] {
        stride(from: -Self.quietZone, to: size + Self.quietZone, by: 2).map { row in
            String(
                (-Self.quietZone..<size + Self.quietZone).map { column in
                    let upper = isInk(isDark(row: row, column: column))
                    let lower = isInk(isDark(row: row + 1, column: column))
                    return upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ")
                } as [Character])
        }
    }
}
