/// One line of a `ChoiceList`.
struct Choice: Equatable, Sendable {
    /// What one column of the line shows.
    struct Field: Equatable, Sendable {
        /// The value.
        let text: String
        /// Its style when it is not selected.
        let style: Style
        /// How it stands, shown as a mark before the value.
        let verdict: Verdict?
        /// How it is shortened.
        let cut: Cut
        /// Whether the filter looks at it.
        let isSearched: Bool
        /// How wide it is with its mark.
        let columns: Int
        /// The same, once it is cut as far as makes sense.
        let leastColumns: Int

        /// A value of a line.
        init(
            _ text: String, style: Style = .plain, verdict: Verdict? = nil, cut: Cut = .end, isSearched: Bool = true
        ) {
            self.text = text
            self.style = style
            self.verdict = verdict
            self.cut = cut
            self.isSearched = isSearched
            let mark = verdict == nil ? 0 : 2
            columns = DisplayWidth.of(text) + mark
            leastColumns = cut.least(of: text) + mark
        }
    }

    /// What the choice is known by.
    let id: String
    /// Its values; the first is its name, which the filter prefers.
    let fields: [Field]
    /// What the filter searches.
    let haystacks: [FuzzyPattern.Haystack]

    /// A line with these values.
    init(id: String, _ fields: [Field]) {
        self.id = id
        self.fields = fields
        haystacks = fields.map { FuzzyPattern.Haystack($0.isSearched ? $0.text : "") }
    }
}
