import NoetlCore

/// What came of the manager's wishes.
extension Manager {
    /// What became of a change of the file.
    mutating func hear(_ result: ContextWrite.Result, of write: ContextWrite) -> [Effect] {
        switch result {
        case .written(let contexts): return take(contexts, after: write)
        case .failed(let error): return refuse(error, write)
        case .conflict(let theirs): return settle(write, with: theirs)
        }
    }

    private mutating func take(_ contexts: Contexts, after write: ContextWrite) -> [Effect] {
        if isWaiting(for: write) { layer = nil }
        board.notice = Self.notice(of: write, hasCurrent: contexts.current != nil)
        if case .rename(let old, let new) = write {
            // The same context under another name: what is known of it stays.
            sessions[new] = sessions.removeValue(forKey: old)
            forwards[new] = forwards.removeValue(forKey: old)
            self.contexts = self.contexts.renaming(old, to: new)
        }
        if case .delete = write { return take(contexts, selecting: board.selected) }
        if case .use = write { return take(contexts, selecting: board.selected) }
        return take(contexts, selecting: write.name)
    }

    /// Whether the form on screen is the one that this was written for.
    private func isWaiting(for write: ContextWrite) -> Bool {
        guard case .form(let form, let purpose)? = layer, form.isAtWork else { return false }
        return switch (purpose, write) {
        case (.add, .save(_, _, isNew: true)): true
        case (.edit(let base), .edit(_, let written)): base.name == written.name
        case (.rename(let old), .rename(let renamed, _)): old == renamed
        default: false
        }
    }

    private mutating func refuse(_ error: NoetlError, _ write: ContextWrite) -> [Effect] {
        guard isWaiting(for: write), case .form(var form, let purpose)? = layer else {
            // The form was left before the answer came: the failure is told all the same.
            tell(error)
            return []
        }
        let sentences = [error.why.isEmpty ? error.what : error.why, error.nextOnScreen].filter { !$0.isEmpty }
        form.complain(sentences.joined(separator: " "), about: ContextForm.name)
        layer = .form(form, purpose)
        return []
    }

    private mutating func settle(_ write: ContextWrite, with theirs: Context?) -> [Effect] {
        guard case .edit(let change, let base) = write, isWaiting(for: write), case .form(let form, _)? = layer else {
            board.notice = "'\(write.name)' was changed by another program; nothing was written."
            return []
        }
        if let theirs {
            layer = .conflict(Conflict(change, base: base, theirs: theirs, form: form))
            return []
        }
        layer = .question(
            Question(
                title: "noetl · edit \(base.name)", question: "Create '\(base.name)' again?",
                reasons: [
                    "Another program has deleted it meanwhile.",
                    "It would get the settings of the form, and no session.",
                ], isYesDefault: false),
            .recreate(Self.whole(change, over: base), name: base.name))
        return []
    }

    /// The settings that the form showed, those that were not touched among them.
    private static func whole(_ change: ContextChange, over base: Context) -> ContextChange {
        var whole = ContextChange()
        for (field, _) in ContextForm.fields {
            whole[field] = change[field] ?? base.value(of: field).map { .replace($0) }
            if whole[field] == .clear { whole[field] = nil }
        }
        return whole
    }

    private static func notice(of write: ContextWrite, hasCurrent: Bool) -> String {
        switch write {
        case .save(_, let name, isNew: true), .propose(_, let name, over: nil):
            "Context '\(name)' added. Press l to log in."
        case .save, .propose, .edit: "Saved '\(write.name)'."
        case .use(let name): "Switched to '\(name)'."
        case .logOut(let name):
            "Logged out of '\(name)' on this machine; the gateway keeps the session until it expires."
        case .rename(let old, let new): "'\(old)' is called '\(new)' now."
        case .delete(let name):
            "Deleted '\(name)'." + (hasCurrent ? "" : " No context is current now; Enter makes one so.")
        }
    }

    /// What became of starting a port-forward.
    mutating func hear(_ result: Result<PortForwards.Start, NoetlError>, of name: String) -> [Effect] {
        switch result {
        case .success(.started(let record)):
            board.notice = "Forwarding port \(record.localPort) to '\(name)' (pid \(record.pid))."
        case .success(.runsAlready(let record)):
            board.notice = "The port-forward of '\(name)' runs already (pid \(record.pid))."
        case .success(.ended(let status, let lines)):
            tell(
                NoetlError(
                    .network, what: "The port-forward of '\(name)' ended at once, with status \(status).",
                    why: lines.isEmpty ? "kubectl said nothing." : "kubectl says: \(lines.joined(separator: " | "))",
                    next: "Look at its settings with e, then try again with p."))
        case .failure(let error): tell(error)
        }
        return look()
    }

    /// What became of ending a port-forward.
    mutating func hear(_ result: Result<PortForwards.Stop, NoetlError>, of name: String) -> [Effect] {
        switch result {
        case .success(.ended): board.notice = "Stopped the port-forward of '\(name)'."
        case .success(.killed): board.notice = "Stopped the port-forward of '\(name)', which had to be killed."
        case .success(.notRunning): board.notice = "The port-forward of '\(name)' was not running."
        case .failure(let error): tell(error)
        }
        return look()
    }

    /// Shows a failure, unless something lies over the list that would be lost.
    private mutating func tell(_ error: NoetlError) {
        if layer == nil { fail(error) } else { board.notice = error.what }
    }
}

extension Contexts {
    /// The same with another name for a context.
    fileprivate func renaming(_ old: String, to new: String) -> Contexts {
        Contexts(
            current: current == old ? new : current,
            all: all.map { one in
                guard one.name == old else { return one }
                return Context(
                    name: new, serverURL: one.serverURL, runtime: one.runtime, auth0: one.auth0, kube: one.kube,
                    session: one.session)
            })
    }
}
