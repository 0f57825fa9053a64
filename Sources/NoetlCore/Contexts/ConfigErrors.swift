extension NoetlError {
    /// The file is not YAML, or not of our shape. `problem` never quotes the file, which holds secrets.
    static func configInvalid(_ path: String, at mark: YAMLMark?, problem: String) -> NoetlError {
        let place = mark.map { "Line \($0.line), column \($0.column): " } ?? ""
        return NoetlError(
            .configInvalid,
            what: "The config file \(Redaction.cleaned(path)) was not understood, and was left as it is.",
            why: "\(place)\(Redaction.cleaned(problem)).",
            next: mark == nil
                ? "Correct the file, or move it away and add its contexts again with: noetl context add"
                : "Correct that line, or move the file away and add its contexts again with: noetl context add")
    }

    /// The file exists and could not be read.
    static func configUnreadable(_ path: String, reason: String) -> NoetlError {
        NoetlError(
            .configInvalid,
            what: "The config file \(Redaction.cleaned(path)) was not read.",
            why: "\(reason.firstCapital).",
            next: "Give yourself access to it, or name another file with NOETL_CONFIG.")
    }

    /// An edit that the text of the file does not allow without rewriting what a person wrote.
    static func notEditable(_ path: String, at mark: YAMLMark?) -> NoetlError {
        let place = mark.map { "Line \($0.line): " } ?? ""
        return NoetlError(
            .configUnwritable,
            what: "The config file \(Redaction.cleaned(path)) was not changed.",
            why: "\(place)An anchor, an alias or the like stands there; a change would reach other parts.",
            next: "Write that context as plain `key: value` lines in the file, then try again.")
    }

    /// The file, its folder or the disk refused.
    static func configUnwritable(_ path: String, reason: String, next: String) -> NoetlError {
        NoetlError(
            .configUnwritable,
            what: "The config file \(Redaction.cleaned(path)) was not changed.",
            why: "\(reason.firstCapital).",
            next: next)
    }

    /// Another writer kept the lock too long.
    static func configLocked(_ path: String, lock: String, by pid: Int?, after patience: Duration) -> NoetlError {
        let holder = pid.map { "process \($0)" } ?? "another program"
        let waited = patience.formatted(.units(allowed: [.seconds, .milliseconds], width: .narrow))
        return configUnwritable(
            path,
            reason: "\(holder) holds the lock \(Redaction.cleaned(lock)), and did not let go within \(waited)",
            next: pid.map { "Wait for it, or end it: kill \($0)" } ?? "Wait for it to end, then try again.")
    }
}

extension String {
    /// The same with a capital at its start; a path keeps its own.
    fileprivate var firstCapital: String {
        guard let first, first.isLowercase else { return self }
        return first.uppercased() + dropFirst()
    }
}
