import Foundation

/// The NoETL server behind the gateway, as much of it as a catalog needs.
final class Catalog: Sendable {
    private let entries: Locked<[CatalogEntry]>

    /// Starts with these, numbered.
    init(_ entries: [CatalogEntry]) {
        let base = 530_000_000_000_000_001
        self.entries = Locked(
            entries.enumerated().map { index, entry in
                CatalogEntry(path: entry.path, kind: entry.kind, content: entry.content, version: 1, id: base + index)
            })
    }

    /// Answers a path below `/api/`.
    func answer(_ method: String, _ path: String, _ body: String) -> Answer {
        guard ["catalog/list", "catalog/resource", "catalog/register"].contains(path) else {
            return .json(["detail": "Not Found"], status: 404)
        }
        guard method == "POST" else { return .json(["detail": "Method Not Allowed"], status: 405) }
        guard let request = try? JSONValue(parsing: body), case .object = request else {
            return .json(["detail": "The request body is not a JSON object"], status: 422)
        }
        switch path {
        case "catalog/list": return list(request)
        case "catalog/resource": return resource(request)
        default: return register(request)
        }
    }

    private func list(_ request: JSONValue) -> Answer {
        let kind = request["resource_type"]?.text?.lowercased()
        let found = entries.withLock { entries in
            entries.filter { kind == nil || $0.kind.lowercased() == kind }
        }
        return .json(["entries": .array(found.map(\.listing))])
    }

    private func resource(_ request: JSONValue) -> Answer {
        guard let path = request["path"]?.text else {
            return .json(["detail": "missing field `path`"], status: 422)
        }
        let version = request["version"]?.whole
        let found = entries.withLock { entries in
            entries.filter { $0.path == path && (version == nil || $0.version == version) }
                .max { $0.version < $1.version }
        }
        guard let found else {
            return .json(["detail": .string("Catalog resource '\(path)' not found")], status: 404)
        }
        return .json(found.listing)
    }

    private func register(_ request: JSONValue) -> Answer {
        guard let sent = request["content"]?.text else {
            return .json(["detail": "missing field `content`"], status: 422)
        }
        let decoded = Data(base64Encoded: sent.trimmingCharacters(in: .whitespacesAndNewlines))
            .flatMap { String(data: $0, encoding: .utf8) }
        let content = decoded ?? sent
        guard let kind = Self.value(of: "kind", in: content) ?? request["resource_type"]?.text else {
            return .json(["detail": "The resource has no kind"], status: 400)
        }
        guard let path = Self.value(of: "path", in: content) ?? Self.value(of: "name", in: content) else {
            return .json(["detail": "The resource has neither metadata.path nor metadata.name"], status: 400)
        }
        let entry = entries.withLock { entries in
            let version = (entries.filter { $0.path == path }.map(\.version).max() ?? 0) + 1
            let id = (entries.map(\.id).max() ?? 0) + 1
            let entry = CatalogEntry(path: path, kind: kind, content: content, version: version, id: id)
            entries.append(entry)
            return entry
        }
        return .json([
            "status": "success", "message": .string("Resource '\(path)' version '\(entry.version)' registered."),
            "path": .string(path), "version": .integer(entry.version), "catalog_id": .string(String(entry.id)),
            "kind": .string(kind),
        ])
    }

    /// The first `name: value` of a YAML text, which is all that a sandbox needs to know of one.
    private static func value(of name: String, in yaml: String) -> String? {
        for line in yaml.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard line.hasPrefix("\(name):") else { continue }
            let value = line.dropFirst(name.count + 1).trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'"))
            if !value.isEmpty { return value }
        }
        return nil
    }
}
