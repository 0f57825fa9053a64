/// All that a config file says: the contexts in the order of the file, and which one is current.
public struct Contexts: Sendable, Equatable {
    /// The name under `current_context`, whether or not such a context exists.
    public let current: String?
    /// The contexts, in the order of the file.
    public let all: [Context]

    /// Joins the parts; no argument gives what a missing file means.
    public init(current: String? = nil, all: [Context] = []) {
        self.current = current
        self.all = all
    }

    /// The context of that name.
    public subscript(name: String) -> Context? { all.first { $0.name == name } }

    /// The context that an argument of a command names.
    ///
    /// - Throws: `context_not_found`, with the closest name where one is close.
    public func named(_ name: String) throws(NoetlError) -> Context {
        guard let context = self[name] else { throw .contextNotFound(name, source: .argument, among: self) }
        return context
    }
}
