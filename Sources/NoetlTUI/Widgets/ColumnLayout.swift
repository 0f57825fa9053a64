/// How the columns of a list share the width of the screen.
struct ColumnLayout: Equatable, Sendable {
    /// What one column asks for.
    struct Column: Equatable, Sendable {
        /// What stands above it.
        let heading: String
        /// The width that makes sense with any value; less does where the values need less.
        let minimum: Int
        /// Which columns go first when the screen is narrow: those with the lowest.
        let importance: Int

        /// A column of a list.
        init(_ heading: String, minimum: Int = 8, importance: Int = 0) {
            self.heading = heading
            self.minimum = minimum
            self.importance = importance
        }
    }

    /// The columns between two columns of a list.
    static let gap = 2

    /// The width of each column; 0 for those that are left out.
    let widths: [Int]

    /// Shares `room` among columns, none of which gets more than its widest value needs (`natural`), or less than its
    /// values can do with (`least`) unless they ask for more than the column's minimum.
    init(_ columns: [Column], natural: [Int], least: [Int], room: Int) {
        let least = columns.indices.map { min(columns[$0].minimum, least[$0], natural[$0]) }
        var kept = Set(columns.indices)
        func used(_ widths: [Int]) -> Int { kept.reduce(0) { $0 + widths[$1] } + max(0, kept.count - 1) * Self.gap }
        while kept.count > 1, used(least) > room {
            guard let first = kept.min(by: { (columns[$0].importance, $1) < (columns[$1].importance, $0) }) else {
                break
            }
            kept.remove(first)
        }
        var widths = columns.indices.map { kept.contains($0) ? least[$0] : 0 }
        // What is left goes, column by column, to the narrowest of those that want more.
        while used(widths) < room {
            let wanting = kept.filter { widths[$0] < natural[$0] }
            guard let next = wanting.min(by: { (widths[$0], $0) < (widths[$1], $1) }) else { break }
            widths[next] += 1
        }
        if let only = kept.first, kept.count == 1 { widths[only] = min(widths[only], max(0, room)) }
        self.widths = widths
    }
}
