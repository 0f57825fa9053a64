/// Where the name of a context came from, so that an error can point there.
public enum ContextSource: Sendable {
    /// `--context`.
    case flag
    /// The variable `NOETL_CONTEXT`.
    case environment
    /// `current_context` in the config file.
    case current
    /// An argument of the command itself.
    case argument
    /// The context that was current before, for `use -`.
    case previous

    /// The words in parentheses, with a blank before them.
    var words: String {
        switch self {
        case .flag: " (from --context flag)"
        case .environment: " (from NOETL_CONTEXT)"
        case .current: " (the current context)"
        case .argument: ""
        case .previous: " (the previous context)"
        }
    }
}

extension NoetlError {
    /// Somebody named a context that is not in the file; a name among `contexts` that is nearly the same is suggested
    /// on the first line, which leaves three in all.
    public static func contextNotFound(
        _ name: String, source: ContextSource, among contexts: Contexts = Contexts()
    ) -> NoetlError {
        let suggestion = NearMiss.closest(to: name, among: contexts.all.lazy.map(\.name)).map {
            " Did you mean '\(Redaction.cleaned($0))'?"
        }
        return NoetlError(
            .contextNotFound,
            what: "Context '\(Redaction.cleaned(name))'\(source.words) not found.\(suggestion ?? "")",
            why: "  Configured contexts:  noetl context list",
            next: "  Create it:            noetl context add \(shellWord(name)) --server-url=...")
    }

    /// A command needs a context, and none was named and none is current.
    public static func noCurrentContext(hasContexts: Bool) -> NoetlError {
        NoetlError(
            .contextNotFound,
            what: "No context was named, and none is current.",
            why: hasContexts ? "  Choose one:  noetl context use <name>" : "  No contexts are configured yet.",
            next: hasContexts
                ? "  See them:    noetl context list"
                : "  Create one:  noetl context add <name> --server-url=... --set-current")
    }

    /// `use -` without a context to go back to.
    public static let noPreviousContext = NoetlError(
        .contextNotFound,
        what: "There is no previous context to go back to.",
        why: "  It is remembered from the first switch between two contexts on.",
        next: "  Choose one:  noetl context use <name>")

    /// A name that no context may have.
    static func badContextName(_ name: String, reason: String) -> NoetlError {
        NoetlError(
            .usage,
            what: "'\(Redaction.cleaned(name, limit: 60))' cannot be the name of a context.",
            why: "A name has 1 to \(ContextName.longest) characters and no control characters; \(reason).",
            next: "Choose another name.")
    }

    /// `rename` would hide an existing context.
    static func contextExists(_ name: String) -> NoetlError {
        NoetlError(
            .usage,
            what: "A context '\(Redaction.cleaned(name))' exists already.",
            why: "Renaming would replace it.",
            next: "Choose another name, or first: noetl context delete \(shellWord(name))",
            nextOnScreen: "Choose another name.")
    }

    /// A context must keep an address; other programs refuse a whole file over one without.
    static func contextNeedsServer(_ name: String) -> NoetlError {
        NoetlError(
            .usage,
            what: "Context '\(Redaction.cleaned(name))' was not changed.",
            why: "A context needs a server URL.",
            next: "Give one: noetl context add \(shellWord(name)) --server-url=...", nextOnScreen: "Give one.")
    }

    /// A value that the field cannot hold.
    static func badPort(_ text: String) -> NoetlError {
        NoetlError(
            .usage,
            what: "The remote port was not changed.",
            why:
                "'\(Redaction.cleaned(text, limit: 40))' is not a port: give 1 to 65535, or 0 to clear it.",
            next: "Pass another --kube-remote-port.", nextOnScreen: "Give another one.")
    }
}
