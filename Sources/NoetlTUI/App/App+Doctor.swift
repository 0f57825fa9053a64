import NoetlCore

/// What stands in the way of a login that failed.
extension App {
    /// Has everything looked at that the login depended on; Esc leads back to where this was asked for.
    mutating func callDoctor() -> [Effect] {
        let panel = Screen.doctor(DoctorPanel(title: "\(title) · doctor"))
        if case .doctor = screen { screen = panel } else { push(panel, from: plan) }
        attempt += 1
        return [.examine(plan.request(from: settings.draft, realm: settings.realm) ?? undecided, attempt: attempt)]
    }

    /// The login as far as it is decided: a password, which is not kept, is nothing that the doctor asks for.
    private var undecided: LoginRequest {
        var plan = plan
        plan.mode = .pkce(hint: nil)
        return plan.request(from: settings.draft, realm: nil) ?? settings.draft
    }

    mutating func press(_ key: Key, on panel: DoctorPanel) -> [Effect] {
        var panel = panel
        let answer = panel.update(key, size: size)
        screen = .doctor(panel)
        switch answer {
        case .none: return []
        case .again: return callDoctor()
        case .showWhole:
            isOutside = true
            return [.printOutside(Self.outside(panel.whole))]
        case .back: return back() + [.cancelExamination]
        }
    }

    /// Takes up what the doctor found; nil when that was all.
    mutating func hear(_ finding: DoctorFinding?) {
        guard case .doctor(var panel) = screen else { return }
        if let finding { panel.add(finding) } else { panel.finish() }
        screen = .doctor(panel)
    }
}
