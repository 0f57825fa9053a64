import Dispatch
import NoetlCore

/// Writes the config file for a full-screen program, one change after the other; each may wait for another program's lock.
final class ContextWriter: Sendable {
    private let contexts: ContextStore
    private let forwards: PortForwards
    private let queue = DispatchQueue(label: "saving")
    private let unsaved = DispatchGroup()

    /// A writer of this file; `forwards` follow contexts to their new names.
    init(contexts: ContextStore, forwards: PortForwards) {
        self.contexts = contexts
        self.forwards = forwards
    }

    /// Writes, and tells what became of it, from another thread.
    func write(_ write: ContextWrite, _ tell: @escaping @Sendable (ContextWrite.Result) -> Void) {
        queue.async(group: unsaved) { [self] in
            do throws(NoetlError) { tell(try result(of: write)) } catch { tell(.failed(error)) }
        }
    }

    /// Gives a write that only takes its time a moment to end.
    func finish() { _ = unsaved.wait(timeout: .now() + .milliseconds(100)) }

    private func result(of write: ContextWrite) throws(NoetlError) -> ContextWrite.Result {
        if case .rename(let old, let new) = write {
            try contexts.rename(old, to: new)
            forwards.rename(old, to: new)
            return .written(try contexts.load())
        }
        return try contexts.edit { file throws(NoetlError) in
            switch write {
            case .save(let change, let name, let isNew):
                let before = file.contexts
                if isNew, before[name] != nil { throw .contextTaken(name) }
                if !isNew { _ = try before.named(name) }
                try file.apply(change, to: name)
                if before.all.isEmpty { try file.setCurrent(name) }
            case .propose(let proposal, let name, let old):
                try proposal.write(to: &file, as: name, replacing: old)
            case .edit(let change, let base):
                guard let theirs = file.contexts[base.name] else { return .conflict(nil) }
                guard change.conflicts(from: base, with: theirs).isEmpty else { return .conflict(theirs) }
                try file.apply(change, to: base.name)
            case .use(let name): try file.setCurrent(name)
            case .logOut(let name):
                _ = try file.contexts.named(name)
                try file.apply(.endingSession, to: name)
            case .delete(let name): try file.delete(name)
            case .rename: break
            }
            return .written(file.contexts)
        }
    }
}

extension NoetlError {
    fileprivate static func contextTaken(_ name: String) -> NoetlError {
        NoetlError(
            .usage, what: "The context was not added.",
            why: "There is a context '\(Redaction.cleaned(name))' already; another program may have added it just now.",
            next: "Choose another name.")
    }
}
