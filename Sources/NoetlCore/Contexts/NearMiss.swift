/// Names that somebody may have meant when they typed another one.
public enum NearMiss {
    /// The name with the fewest edits between it and `typed`, the first of equals; nil where each is too far away to
    /// be a typing error: more than a third of the longer name.
    public static func closest(to typed: String, among names: some Sequence<String>) -> String? {
        let wanted = Array(typed.lowercased().unicodeScalars)
        var best: (name: String, distance: Int)?
        for name in names {
            let candidate = Array(name.lowercased().unicodeScalars)
            let length = max(wanted.count, candidate.count)
            let limit = min(max(length / 3, length > 1 ? 1 : 0), (best?.distance ?? .max) - 1)
            if let distance = distance(wanted, candidate, limit: limit) { best = (name, distance) }
        }
        return best?.name
    }

    /// How many characters must be inserted, removed, replaced or swapped with their neighbour; nil for more than
    /// `limit`.
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar], limit: Int) -> Int? {
        guard abs(one.count - other.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, scalar) in one.enumerated() {
            var current = [row + 1]
            for (column, candidate) in other.enumerated() {
                var edits = min(last[column] + (scalar == candidate ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, scalar == other[column - 1], one[row - 1] == candidate {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            if limit < current.min() ?? 0, limit < last.min() ?? 0 { return nil }
            (beforeLast, last) = (last, current)
        }
        return last[other.count] <= limit ? last[other.count] : nil
    }
}
