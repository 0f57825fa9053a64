import NoetlCore

/// What the catalog holds, in words; everything in it was written by somebody else.
enum CatalogText {
    /// One resource: what it is, and its text where the server hands it out.
    static func resource(_ resource: CatalogClient.Resource) -> String {
        let facts = "Path:    \(Redaction.cleaned(resource.entry.path))\n" + details(resource, indent: "")
        guard let content = resource.content, !content.isEmpty else { return facts }
        return facts + "\n\n" + lines(of: content)
    }

    /// What became of a registration.
    static func registered(_ resource: CatalogClient.Resource) -> String {
        "Registered '\(Redaction.cleaned(resource.entry.path))'.\n" + details(resource, indent: "  ")
    }

    private static func details(_ resource: CatalogClient.Resource, indent: String) -> String {
        let rows = [
            ("Kind:    ", resource.entry.kind), ("Version: ", resource.entry.version), ("ID:      ", resource.number),
        ]
        return rows.compactMap { label, value in value.map { indent + label + Redaction.cleaned($0) } }
            .joined(separator: "\n")
    }

    /// A text with its line ends and tabs, and without what else a terminal would obey.
    private static func lines(of text: String) -> String {
        var lines = Redaction.cleanedLines(text)
        while lines.hasSuffix("\n") { lines.removeLast() }
        return lines
    }
}
