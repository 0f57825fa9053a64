import Foundation
import NoetlCore

/// The list of contexts and what is known of them.
extension Manager {
    /// The lines of the list.
    var rows: [ContextBoard.Row] { contexts.all.map(row) }

    private func row(of context: Context) -> ContextBoard.Row {
        let (words, verdict) = LiveSession.words(of: context, sessions[context.name], at: wallClock)
        return .init(
            name: context.name, isCurrent: context.name == contexts.current, session: words, verdict: verdict,
            forward: forwards[context.name]?.running.map { ":\($0.localPort)" } ?? "")
    }

    /// Shows all contexts anew, with the cursor on `name` or where it was.
    mutating func showContexts(selecting name: String? = nil) { board.replace(rows, selecting: name) }

    /// Counts the times down that are in sight: those of a thousand contexts would be work for nothing.
    mutating func refresh() {
        show(board.inSight(size: size))
    }

    /// Shows these contexts anew.
    private mutating func show(_ names: Set<String>) {
        show(contexts.all.indices.filter { names.contains(contexts.all[$0].name) })
    }

    /// Shows the contexts of these numbers anew.
    private mutating func show(_ numbers: [Int]) {
        // There are fewer for a moment, after the file has changed.
        let rows = numbers.filter(contexts.all.indices.contains).map { ($0, row(of: contexts.all[$0])) }
        board.change(Dictionary(uniqueKeysWithValues: rows))
    }

    /// Asks for the sessions of these contexts, as far as they have one, and again for those that are being asked for:
    /// the one under the cursor first, then those below it.
    mutating func ask(_ wanted: [Context]) -> [Effect] {
        let wanted = wanted.filter { $0.session != nil }
        guard !wanted.isEmpty else { return [] }
        for context in wanted { sessions[context.name] = .asking }
        show(Set(wanted.map(\.name)))
        let all = contexts.all
        let first = all.firstIndex { $0.name == board.selected } ?? 0
        let order = all[first...] + all[..<first]
        return [.validate(order.filter { sessions[$0.name] == .asking })]
    }

    /// Takes up the contexts of the file, whoever has changed it.
    mutating func hear(_ result: Result<Contexts, NoetlError>) -> [Effect] {
        switch result {
        case .failure(let error):
            problem = error
            return []
        case .success(let contexts):
            problem = nil
            return take(contexts)
        }
    }

    /// Shows these contexts; what is known of a session is forgotten where there is another one now.
    mutating func take(_ contexts: Contexts, selecting name: String? = nil) -> [Effect] {
        guard contexts != self.contexts || name != nil else { return [] }
        let before = Dictionary(self.contexts.all.map { ($0.name, $0) }) { first, _ in first }
        let isSame = { (context: Context) in
            guard let old = before[context.name] else { return false }
            return old.session?.token == context.session?.token && old.serverURL == context.serverURL
        }
        let changed = contexts.all.filter { !isSame($0) }
        let names = Set(contexts.all.map(\.name)).subtracting(changed.map(\.name))
        self.contexts = contexts
        sessions = sessions.filter { names.contains($0.key) }
        showContexts(selecting: name)
        // A session whose gateway has changed is sent nowhere unless somebody asks: it was another gateway's.
        return ask(changed.filter { before[$0.name]?.session?.token != $0.session?.token })
    }

    /// Takes up what a gateway said, unless the context has another session by now.
    mutating func hear(_ status: SessionStatus, of asked: Context) {
        guard let context = contexts[asked.name], context.session?.token == asked.session?.token,
            context.serverURL == asked.serverURL
        else { return }
        sessions[context.name] = .told(status)
        show([context.name])
    }

    /// Asks how the port-forwards are.
    func look() -> [Effect] { [.lookAtForwards(contexts.all.map(\.name))] }

    /// Takes up how the port-forwards are.
    mutating func hear(_ sights: [String: ForwardSight]) {
        guard sights != forwards else { return }
        let touched = Set(sights.keys).union(forwards.keys)
        forwards = sights
        show(touched)
    }
}
