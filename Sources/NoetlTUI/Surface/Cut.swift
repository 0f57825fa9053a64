/// How a value that is too long for its place is shortened.
enum Cut: Equatable, Sendable {
    /// The end goes: names, sentences.
    case end
    /// The middle goes: file paths, identifiers whose end matters.
    case middle
    /// The middle of a URL's path goes; then its scheme; its host only where even that does not fit.
    case path

    /// What of a value is shown: some of its glyphs, `…` where others are missing, and the rest.
    struct Parts: Equatable, Sendable {
        /// The indices of the glyphs before the gap.
        let front: Range<Int>
        /// The indices of the glyphs after it.
        let back: Range<Int>
        /// Whether there is a gap.
        let hasGap: Bool
    }

    /// `text` in at most `columns` columns, with `…` where something is missing.
    func apply(to text: String, columns: Int) -> String {
        if text.utf8.count <= columns { return text }
        let glyphs = Glyph.glyphs(of: text)
        return shown(glyphs, columns: columns).map { Glyph.text(of: $0.map(\.glyph)) } ?? text
    }

    /// The glyphs that are shown in `columns` columns, each with its index in the value; nil when all are.
    func shown(_ glyphs: [Glyph], columns: Int) -> [(glyph: Glyph, index: Int?)]? {
        guard Self.width(of: glyphs) > columns else { return nil }
        guard columns > 0 else { return [] }
        let parts = parts(of: glyphs, columns: columns)
        return parts.front.map { (glyphs[$0], $0) } + (parts.hasGap ? [(.narrow("…"), nil)] : [])
            + parts.back.map { (glyphs[$0], $0) }
    }

    /// The columns below which more of `text` is lost than it can do without: a URL keeps its host.
    func least(of text: String) -> Int {
        guard self == .path else { return DisplayWidth.of(text) }
        let glyphs = Glyph.glyphs(of: text)
        let (host, path) = Self.places(in: glyphs)
        return Self.width(of: glyphs[host..<max(host, path)]) + (path < glyphs.count ? 1 : 0)
    }

    private func parts(of glyphs: [Glyph], columns: Int) -> Parts {
        switch self {
        case .end: return Self.ending(0..<glyphs.count, of: glyphs, columns)
        case .middle: return Self.withoutMiddle(0..<glyphs.count, keeping: 0, of: glyphs, columns)
        case .path:
            let (host, path) = Self.places(in: glyphs)
            let all = 0..<glyphs.count
            let withoutScheme = host..<glyphs.count
            if Self.width(of: glyphs[..<path]) + 1 < columns {
                return Self.withoutMiddle(all, keeping: path, of: glyphs, columns)
            }
            if Self.width(of: glyphs[withoutScheme]) <= columns {
                return Parts(front: withoutScheme, back: 0..<0, hasGap: false)
            }
            if Self.width(of: glyphs[host..<path]) + 1 < columns {
                return Self.withoutMiddle(withoutScheme, keeping: path - host, of: glyphs, columns)
            }
            return Self.ending(withoutScheme, of: glyphs, columns)
        }
    }

    private static func ending(_ range: Range<Int>, of glyphs: [Glyph], _ columns: Int) -> Parts {
        let count = count(of: glyphs[range], fitting: columns - 1)
        return Parts(front: range.lowerBound..<range.lowerBound + count, back: 0..<0, hasGap: true)
    }

    private static func withoutMiddle(
        _ range: Range<Int>, keeping head: Int, of glyphs: [Glyph], _ columns: Int
    ) -> Parts {
        let fixed = range.lowerBound + head
        let room = columns - width(of: glyphs[range.lowerBound..<fixed]) - 1
        let front = count(of: glyphs[fixed..<range.upperBound], fitting: head == 0 ? room - room / 2 : room / 2)
        let rest = room - width(of: glyphs[fixed..<fixed + front])
        let back = count(of: glyphs[(fixed + front)..<range.upperBound].reversed(), fitting: rest)
        return Parts(
            front: range.lowerBound..<fixed + front, back: range.upperBound - back..<range.upperBound, hasGap: true)
    }

    /// Where a URL's host and path begin; both 0 when it is no URL.
    private static func places(in glyphs: [Glyph]) -> (host: Int, path: Int) {
        let bases = glyphs.map(\.base)
        guard let colon = bases.firstIndex(of: ":"), bases[colon...].starts(with: "://".unicodeScalars) else {
            return (0, 0)
        }
        let host = colon + 3
        let end = bases[host...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" }
        return (host, end.map { $0 + 1 } ?? bases.count)
    }

    private static func count(of glyphs: some Sequence<Glyph>, fitting columns: Int) -> Int {
        var used = 0
        return glyphs.prefix { glyph in
            used += glyph.width
            return used <= columns
        }
        .reduce(0) { count, _ in count + 1 }
    }

    private static func width(of glyphs: some Sequence<Glyph>) -> Int { glyphs.reduce(0) { $0 + $1.width } }
}
