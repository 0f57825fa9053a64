import Foundation
import NoetlCore

/// Choosing a context, and adding one.
extension App {
    /// Shows the contexts; where there are none, the form for the first.
    mutating func showContexts() {
        guard !contexts.all.isEmpty else {
            screen = .newContext(Screen.NewContext(form: NewContextForm(isFirst: true)))
            return
        }
        let entries = contexts.all.map { SessionState.entry(for: $0, at: wallClock) }
        screen = .picker(ContextPicker(entries, current: settings.draft.context.name ?? contexts.current))
    }

    /// Counts the sessions' time down, by the minute, while the contexts are shown.
    mutating func refreshPicker() {
        let earlier = counted
        counted = wallClock
        let minute = { (date: Date) in (date.timeIntervalSince1970 / 60).rounded(.down) }
        guard case .picker(var picker) = screen, minute(earlier) != minute(wallClock) else { return }
        picker.replace(contexts.all.map { SessionState.entry(for: $0, at: wallClock) })
        screen = .picker(picker)
    }

    /// Goes on with this context.
    mutating func choose(_ name: String) -> [Effect] {
        guard let context = contexts[name] else { return [] }
        let earlier = plan
        plan.context = context
        plan.mode = settings.mode
        return proceed(from: earlier)
    }

    mutating func press(_ key: Key, on new: Screen.NewContext) -> [Effect] {
        var new = new
        let answer = new.form.update(key, size: size)
        screen = .newContext(new)
        switch answer {
        case .none: return []
        case .ask(let address): return ask(address, for: new)
        case .save(let fields): return save(fields, of: new)
        case .cancel:
            attempt += 1
            return [.cancelFetch]
        case .back: return back(from: new)
        }
    }

    /// From what the gateway said, back to its address; from there to the contexts.
    private mutating func back(from new: Screen.NewContext) -> [Effect] {
        guard case .review = new.form.stage, let gateway = new.gateway else { return back() }
        var earlier = new
        earlier.form.startOver(with: gateway.description)
        screen = .newContext(earlier)
        return []
    }

    private mutating func ask(_ address: String, for new: Screen.NewContext) -> [Effect] {
        var new = new
        do throws(NoetlError) {
            let gateway = try ServerURL(address.contains("://") ? address : "https://\(address)", from: "the form")
            new.gateway = gateway
            screen = .newContext(new)
            attempt += 1
            return [.fetchContract(gateway, attempt: attempt)]
        } catch {
            new.form.refuse(error.why)
            screen = .newContext(new)
            return []
        }
    }

    mutating func hear(_ answer: Result<RuntimeContract, NoetlError>) {
        guard case .newContext(var new) = screen, new.form.isAsking, let gateway = new.gateway else { return }
        do throws(NoetlError) {
            new.contract = try answer.get()
            let proposal = try ContextProposal(gateway: gateway, contract: new.contract)
            var missing = [Form.Entry(id: "name", "Name", proposal.freeName(beside: contexts))]
            if new.contract.auth0.domain == nil { missing.append(.init(id: "domain", "Auth0 domain")) }
            if new.contract.auth0.clientID == nil { missing.append(.init(id: "client", "Client ID")) }
            new.form.review(proposal.rows(replacing: nil), missing: missing)
        } catch {
            new.form.refuse(error.why.isEmpty ? error.what : error.why)
        }
        screen = .newContext(new)
    }

    private mutating func save(_ fields: [String: String], of new: Screen.NewContext) -> [Effect] {
        guard let gateway = new.gateway else { return [] }
        var new = new
        let name = fields["name"] ?? ""
        var place = "name"
        do throws(NoetlError) {
            try ContextName.check(name)
            let typed = fields.filter { !$0.value.isEmpty }
            place = "domain"
            _ = try ContextProposal(gateway: gateway, contract: new.contract, domain: typed["domain"])
            place = "client"
            let proposal = try ContextProposal(
                gateway: gateway, contract: new.contract, domain: typed["domain"], clientID: typed["client"])
            guard let old = contexts[name] else { return [.write(.propose(proposal, name: name, over: nil))] }
            push(.question(Question(replacing: old, by: proposal), .replace(proposal, old)), from: plan)
            return []
        } catch {
            new.form.complain(error.why, about: place)
            screen = .newContext(new)
            return []
        }
    }

    /// What became of a write: on with that context, or the form as it was typed.
    mutating func hear(_ result: ContextWrite.Result, of name: String) -> [Effect] {
        switch result {
        case .written(let contexts):
            self.contexts = contexts
            if settings.goal == .newContext {
                end = .added(name, contexts)
                return []
            }
            refreshPickers(selecting: name)
            return goOn(with: name)
        case .failed(let error): refuseSaving(error.why.isEmpty ? error.what : error.why)
        case .conflict: break
        }
        return []
    }

    private mutating func goOn(with name: String) -> [Effect] {
        switch screen {
        case .newContext, .question(_, .replace):
            trail.removeAll { if case .picker = $0.screen { false } else { true } }
            if let step = trail.popLast() { (screen, plan) = (step.screen, step.plan) } else { showContexts() }
            return choose(name)
        case .question(_, .saveMissing):
            plan.hasOfferedSaving = true
            plan.context = plan.context.flatMap { contexts[$0.name] } ?? plan.context
            return proceed()
        default: return []
        }
    }

    private mutating func refuseSaving(_ problem: String) {
        if case .question(_, .replace) = screen, let step = trail.popLast() {
            (screen, plan) = (step.screen, step.plan)
        }
        switch screen {
        case .newContext(var new):
            new.form.complain(problem, about: "name")
            screen = .newContext(new)
        case .question(var question, .saveMissing):
            question.problem = "Not saved: \(problem)"
            screen = .question(question, .saveMissing)
        default: break
        }
    }

    private mutating func refreshPickers(selecting name: String) {
        let entries = contexts.all.map { SessionState.entry(for: $0, at: wallClock) }
        func refreshed(_ screen: Screen) -> Screen {
            guard case .picker(var picker) = screen else { return screen }
            picker.replace(entries, selecting: name)
            return .picker(picker)
        }
        screen = refreshed(screen)
        trail = trail.map { Step(screen: refreshed($0.screen), plan: $0.plan) }
    }
}
