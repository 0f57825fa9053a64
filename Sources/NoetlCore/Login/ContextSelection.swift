/// Which context a command works on: `--context`, else `NOETL_CONTEXT`, else the current one.
public struct ContextSelection: Sendable, Equatable {
    /// The name asked for; nil for the current context.
    public let name: String?
    /// Where the name came from.
    public let source: ContextSource

    /// The first name given wins.
    public init(flag: String?, environment: Environment) {
        if let flag {
            (name, source) = (flag, .flag)
        } else if let named = environment["NOETL_CONTEXT"] {
            (name, source) = (named, .environment)
        } else {
            (name, source) = (nil, .current)
        }
    }

    /// The context itself.
    ///
    /// - Throws: `context_not_found`.
    public func resolve(in contexts: Contexts) throws(NoetlError) -> Context {
        guard let wanted = name ?? contexts.current else {
            throw .noCurrentContext(hasContexts: !contexts.all.isEmpty)
        }
        guard let context = contexts[wanted] else { throw .contextNotFound(wanted, source: source, among: contexts) }
        return context
    }
}
