/// What the user typed to find something: words whose letters appear in order, though perhaps not side by side.
struct FuzzyPattern: Equatable, Sendable {
    /// Where a word was found, and how well it fits.
    struct Match: Equatable, Sendable {
        /// Higher is better.
        let score: Int
        /// The indices of the letters that matched, among the glyphs of the text.
        let positions: [Int]
    }

    /// A text made ready to be searched many times.
    struct Haystack: Equatable, Sendable {
        fileprivate let letters: [UInt32]
        fileprivate let startsWord: [Bool]

        /// `text`, letter by letter as it will be drawn, without case.
        init(_ text: String) {
            letters = FuzzyPattern.folded(text)
            startsWord = letters.indices.map { [letters] index in
                index == 0 || FuzzyPattern.isWordPart(letters[index]) && !FuzzyPattern.isWordPart(letters[index - 1])
            }
        }
    }

    /// The words, each of which must be found.
    private let words: [[UInt32]]

    /// A pattern of the words of `query`; an empty one matches everything.
    init(_ query: String) {
        words = query.split(separator: " ").map { Self.folded(String($0)) }.filter { !$0.isEmpty }
    }

    /// Whether it matches everything.
    var isEmpty: Bool { words.isEmpty }

    /// Matches all words against `fields`, of which the first counts most; nil when one word is nowhere.
    ///
    /// - Returns: the score, and the positions found in each field.
    func match(_ fields: [Haystack]) -> (score: Int, positions: [[Int]])? {
        var positions = [[Int]](repeating: [], count: fields.count)
        var score = 0
        for word in words {
            var best: (field: Int, match: Match)?
            for (index, field) in fields.enumerated() {
                guard let found = Self.match(word, in: field) else { continue }
                let match = Match(score: found.score + (index == 0 ? Self.firstField : 0), positions: found.positions)
                if best.map({ match.score > $0.match.score }) ?? true { best = (index, match) }
            }
            guard let best else { return nil }
            score += best.match.score
            positions[best.field] += best.match.positions
        }
        return (score, positions)
    }

    // A scattered match in the name still outranks a whole word in a URL.
    private static let firstField = 10_000

    private static func match(_ word: [UInt32], in text: Haystack) -> Match? {
        guard word.count <= text.letters.count else { return nil }
        return contiguous(word, in: text) ?? scattered(word, in: text)
    }

    private static func contiguous(_ word: [UInt32], in text: Haystack) -> Match? {
        var best: Match?
        for start in 0...(text.letters.count - word.count) where text.letters[start] == word[0] {
            let range = start..<start + word.count
            guard text.letters[range].elementsEqual(word) else { continue }
            let bonus = start == 0 ? 300 : (text.startsWord[start] ? 200 : 0)
            // The shorter the text, the more of it was meant.
            let score = 1000 + bonus - min(start, 50) - min(text.letters.count - word.count, 100)
            if best.map({ score > $0.score }) ?? true { best = Match(score: score, positions: Array(range)) }
        }
        return best
    }

    private static func scattered(_ word: [UInt32], in text: Haystack) -> Match? {
        // Forwards finds the first place where it ends, backwards from there the shortest way to it.
        var end = 0
        var next = 0
        while end < text.letters.count, next < word.count {
            if text.letters[end] == word[next] { next += 1 }
            end += 1
        }
        guard next == word.count else { return nil }
        var positions: [Int] = []
        var index = end - 1
        while next > 0 {
            if text.letters[index] == word[next - 1] {
                positions.append(index)
                next -= 1
            }
            index -= 1
        }
        positions.reverse()
        let gaps = positions[positions.count - 1] - positions[0] + 1 - word.count
        let starts = positions.count { text.startsWord[$0] }
        return Match(score: 500 + starts * 40 - min(gaps * 10, 400) - min(positions[0], 50), positions: positions)
    }

    private static func folded(_ text: String) -> [UInt32] {
        // Each of these is drawn as it is.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.map { lowercase(UInt32($0)) } }
        return Glyph.glyphs(of: text).map { glyph in
            let value = glyph.base.value
            if value < 0x80 { return lowercase(value) }
            return glyph.base.properties.lowercaseMapping.unicodeScalars.first?.value ?? value
        }
    }

    private static func lowercase(_ letter: UInt32) -> UInt32 {
        (0x41...0x5A).contains(letter) ? letter + 0x20 : letter
    }

    private static func isWordPart(_ value: UInt32) -> Bool {
        switch value {
        case 0x30...0x39, 0x61...0x7A: true
        default: value > 0x7F
        }
    }
}
