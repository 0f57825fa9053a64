/// One version of a resource in the catalog.
public struct CatalogEntry: Sendable, Equatable {
    /// Where it is found: `examples/hello_world`.
    public var path: String
    /// `Playbook`, `Credential`, ...
    public var kind: String
    /// The YAML text.
    public var content: String
    /// Counted from 1.
    public var version: Int
    /// A number that no other version has.
    public var id: Int

    /// A resource as it is registered; version and number are the catalog's to give.
    public init(path: String, kind: String, content: String, version: Int = 1, id: Int = 0) {
        self.path = path
        self.kind = kind
        self.content = content
        self.version = version
        self.id = id
    }

    /// The playbooks and the credential of a sandbox unless told otherwise.
    public static let samples = [
        sample("examples/hello_world", "Says hello, and where it runs."),
        sample("examples/http_to_postgres", "Reads a page of a web service into a table."),
        sample("ops/nightly_report", "Sums up the executions of the last day."),
        CatalogEntry(
            path: "credentials/demo_postgres", kind: "Credential",
            content: """
                apiVersion: noetl.io/v2
                kind: Credential
                metadata:
                  name: demo_postgres
                  path: credentials/demo_postgres
                spec:
                  type: postgres

                """),
    ]

    private static func sample(_ path: String, _ description: String) -> CatalogEntry {
        CatalogEntry(
            path: path, kind: "Playbook",
            content: """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata:
                  name: \(path.split(separator: "/").last ?? "")
                  path: \(path)
                  description: \(description)
                workload:
                  message: Hello from the sandbox
                workflow:
                  - step: start
                    desc: \(description)
                    tool:
                      kind: python
                      code: |
                        result = {"status": "ok"}
                  - step: end

                """)
    }

    /// The entry as the server lists it.
    var listing: JSONValue {
        [
            "catalog_id": .string(String(id)), "path": .string(path), "kind": .string(kind),
            "version": .integer(version),
            "content": .string(content),
            "payload": ["kind": .string(kind), "metadata": ["name": .string(name), "path": .string(path)]],
            "meta": ["registered_by": "sandbox"], "layout": nil,
        ]
    }

    private var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
