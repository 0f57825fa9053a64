import Foundation

/// The entries of one context: its own as they stand in the text, and those that count after YAML merges (`<<`).
struct ContextEntries {
    /// The entries in the text.
    let own: [YAMLEntry]
    /// The entries that count: its own, then those merged in under keys that it does not have.
    let effective: [YAMLEntry]

    // A merge of merges of merges is an alias bomb, not a config.
    private static let deepestMerge = 8
    private static let mostMerged = 1000

    /// Takes what stands under the name of a context; throws `configInvalid` when that is no mapping of settings.
    init(of node: YAMLNode, shape: ConfigShape) throws(NoetlError) {
        if node.isNull {
            own = []
        } else if let entries = node.entries {
            own = entries
        } else {
            throw shape.invalid(node, "a context must be a mapping of settings")
        }
        effective = Self.hasMerge(own) ? Self.merged(own) : own
    }

    /// The context that the entries describe; throws `configInvalid` for a setting of the wrong kind.
    func context(named name: String, shape: ConfigShape) throws(NoetlError) -> Context {
        var texts = [ContextField: String](minimumCapacity: effective.count)
        var port: Int?
        for entry in effective {
            guard let key = entry.name, let (field, rank) = ContextField.spellings[key] else { continue }
            if field == .kubeRemotePort {
                port = try shape.port(entry.value, of: key)
            } else if let text = try shape.text(entry.value, of: key), rank == 0 || texts[field] == nil {
                texts[field] = text
            }
        }
        return Context(
            name: name, serverURL: texts[.serverURL], runtime: texts[.runtime],
            auth0: Auth0Settings(
                domain: texts[.auth0Domain], clientID: texts[.auth0ClientID], redirectURI: texts[.auth0RedirectURI],
                audience: texts[.auth0Audience], clientSecret: texts[.auth0ClientSecret].map(Secret.init)),
            kube: KubeSettings(
                context: texts[.kubeContext], namespace: texts[.kubeNamespace], service: texts[.kubeService],
                remotePort: port),
            session: Self.session(texts))
    }

    private static func session(_ texts: [ContextField: String]) -> CachedSession? {
        guard let token = texts[.sessionToken] else { return nil }
        return CachedSession(
            token: Secret(token), expiresAt: texts[.sessionExpiresAt].flatMap(Timestamp.parse),
            user: texts[.sessionUser])
    }

    private static func hasMerge(_ entries: [YAMLEntry]) -> Bool {
        entries.contains { $0.isMerge }
    }

    private static func merged(_ own: [YAMLEntry], depth: Int = 0) -> [YAMLEntry] {
        var result = own.filter { !$0.isMerge }
        guard depth < deepestMerge else { return result }
        var seen = Set(result.compactMap(\.name))
        for merge in own where merge.isMerge {
            for entry in sources(of: merge.value).flatMap({ merged($0, depth: depth + 1) }) {
                guard result.count < mostMerged, let name = entry.name, seen.insert(name).inserted else { continue }
                result.append(entry)
            }
        }
        return result
    }

    private static func sources(of node: YAMLNode) -> [[YAMLEntry]] {
        switch node {
        case .mapping(let entries, _): [entries]
        case .sequence(let items, _): items.compactMap(\.entries)
        case .scalar: []
        }
    }
}

extension YAMLEntry {
    /// Whether this is `<<`, which puts the entries of other mappings among these.
    var isMerge: Bool { key.scalar.map { $0.style == .plain && $0.text == ConfigShape.Key.merge } ?? false }
}
