import NoetlCore

/// A change of the config file that a screen wants.
enum ContextWrite: Sendable, Equatable {
    /// To change a context, or to create it; one that is new replaces none.
    case save(ContextChange, name: String, isNew: Bool)
    /// To write what a gateway says of itself, over a context as it was shown, or as a new one.
    case propose(ContextProposal, name: String, over: Context?)
    /// To change a context that was read as `base`, unless others changed the same settings meanwhile.
    case edit(ContextChange, base: Context)
    /// To make a context the current one.
    case use(String)
    /// To forget the session of a context.
    case logOut(String)
    /// To give a context another name.
    case rename(String, to: String)
    /// To remove a context.
    case delete(String)

    /// The context that it is about, as it is called afterwards.
    var name: String {
        switch self {
        case .save(_, let name, _), .propose(_, let name, _), .use(let name), .logOut(let name), .rename(_, let name),
            .delete(let name):
            name
        case .edit(_, let base): base.name
        }
    }

    /// What became of a write.
    enum Result: Sendable, Equatable {
        /// The contexts as they are now.
        case written(Contexts)
        /// Nothing was written: others changed the same settings, or removed the context (nil).
        case conflict(Context?)
        /// Nothing was written.
        case failed(NoetlError)
    }
}
