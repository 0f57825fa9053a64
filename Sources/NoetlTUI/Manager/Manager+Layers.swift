import NoetlCore

/// What lies over the list: its keys, and what comes of it.
extension Manager {
    mutating func pressOnLayer(_ key: Key) -> [Effect] {
        switch layer {
        case .form(let form, let purpose): return press(key, on: form, for: purpose)
        case .question(let question, let topic): return press(key, on: question, about: topic)
        case .runtime(var chooser, let name):
            let answer = chooser.update(key, size: size)
            layer = .runtime(chooser, name)
            switch answer {
            case .none: return []
            case .back: layer = nil
            case .chosen(let runtime):
                layer = nil
                return [.write(.save(ContextChange([.runtime: .set(runtime)]), name: name, isNew: false))]
            }
            return []
        case .conflict(let conflict): return press(key, on: conflict)
        case .failure(var screen):
            let answer = screen.update(key, size: size)
            layer = answer == .back ? nil : .failure(screen)
            guard answer == .showWhole else { return [] }
            showsLines = true
            return [.printOutside(App.outside(screen.error.linesOnScreen))]
        case .wizard, nil: return []
        }
    }

    private mutating func press(_ key: Key, on form: FormScreen, for purpose: Layer.Purpose) -> [Effect] {
        var form = form
        let answer = form.update(key)
        layer = .form(form, purpose)
        switch answer {
        case .none: return []
        case .back:
            layer = nil
            return []
        case .submit(let texts):
            do throws(ContextForm.Complaint) {
                guard let write = try write(texts, for: purpose) else {
                    layer = nil
                    board.notice = "Nothing was changed."
                    return []
                }
                form.work("Saving")
                layer = .form(form, purpose)
                return [.write(write)]
            } catch {
                form.complain(error.problem, about: error.id)
                layer = .form(form, purpose)
                return []
            }
        }
    }

    /// What a form comes to; nil when it changes nothing.
    private func write(
        _ texts: [String: String], for purpose: Layer.Purpose
    ) throws(ContextForm.Complaint) -> ContextWrite? {
        let name = texts[ContextForm.name] ?? ""
        if purpose != .rename(name) {
            switch purpose {
            case .edit: break
            case .add, .rename: try checkNew(name)
            }
        }
        switch purpose {
        case .add: return .save(try ContextForm.change(texts, from: nil), name: name, isNew: true)
        case .edit(let base):
            let change = try ContextForm.change(texts, from: base)
            return change.isEmpty ? nil : .edit(change, base: base)
        case .rename(let old): return old == name ? nil : .rename(old, to: name)
        }
    }

    private func checkNew(_ name: String) throws(ContextForm.Complaint) {
        do throws(NoetlError) { try ContextName.check(name) } catch {
            throw ContextForm.Complaint(problem: error.why, id: ContextForm.name)
        }
        guard contexts[name] != nil else { return }
        throw ContextForm.Complaint(problem: "There is a context of that name already.", id: ContextForm.name)
    }

    private mutating func press(_ key: Key, on question: Question, about topic: Layer.Topic) -> [Effect] {
        var question = question
        let answer = question.update(key, size: size)
        layer = .question(question, topic)
        switch answer {
        // No question of the manager has a third answer.
        case .none, .other: return []
        case .no, .back:
            layer = nil
            return []
        case .yes:
            layer = nil
            switch topic {
            case .logOut(let name): return [.write(.logOut(name))]
            case .delete(let name): return [.write(.delete(name))]
            case .recreate(let change, let name): return [.write(.save(change, name: name, isNew: true))]
            }
        }
    }

    private mutating func press(_ key: Key, on conflict: Conflict) -> [Effect] {
        var conflict = conflict
        let answer = conflict.screen.update(key, size: size)
        layer = .conflict(conflict)
        switch answer {
        case .none: return []
        case .back:
            layer = .form(conflict.form, .edit(conflict.base))
            return []
        case .mine: break
        case .theirs: conflict.giveWay()
        }
        guard !conflict.change.isEmpty else {
            layer = nil
            board.notice = "The other program's settings count."
            return []
        }
        conflict.form.work("Saving")
        // From here on, theirs is what the form started from.
        layer = .form(conflict.form, .edit(conflict.theirs))
        return [.write(.edit(conflict.change, base: conflict.theirs))]
    }
}
