import NoetlCore

/// One edit of a config file, as a row of a table.
enum ConfigEdit: Sendable {
    case apply([ContextField: ContextChange.Edit], String)
    case delete(String)
    case rename(String, String)
    case use(String?)

    /// Makes the edit.
    func run(on file: inout ConfigFile) throws(NoetlError) {
        switch self {
        case .apply(let edits, let name): try file.apply(ContextChange(edits), to: name)
        case .delete(let name): try file.delete(name)
        case .rename(let old, let new): try file.rename(old, to: new)
        case .use(let name): try file.setCurrent(name)
        }
    }
}
