import NoetlCore

/// An edit that waits, because others have changed the same settings since its form was opened.
struct Conflict: Equatable, Sendable {
    /// The question whose settings count.
    var screen: ConflictScreen
    /// What was to be written.
    private(set) var change: ContextChange
    /// The context as the form showed it first.
    let base: Context
    /// The context as it is now.
    let theirs: Context
    /// The form, as it was typed.
    var form: FormScreen

    /// A conflict between a change of `base`, and `theirs`.
    init(_ change: ContextChange, base: Context, theirs: Context, form: FormScreen) {
        let differences = change.conflicts(from: base, with: theirs).map { field in
            var mine = ""
            if case .replace(let secret)? = change[field] { mine = secret.reveal() }
            return ConflictScreen.Difference(
                label: ContextForm.label(of: field), mine: Self.shown(mine, field),
                theirs: Self.shown(ContextForm.text(of: field, in: theirs), field))
        }
        screen = ConflictScreen(title: "noetl · edit \(base.name)", context: base.name, differences)
        self.change = change
        self.base = base
        self.theirs = theirs
        self.form = form
        self.form.rest()
    }

    /// Takes their values where both have changed something; what only this form has changed is still to be written.
    mutating func giveWay() {
        for field in change.conflicts(from: base, with: theirs) {
            change[field] = nil
            form.fill([field.name: ContextForm.text(of: field, in: theirs)])
        }
    }

    private static func shown(_ value: String, _ field: ContextField) -> String {
        if value.isEmpty { return "(empty)" }
        return field == .auth0ClientSecret ? "[redacted]" : Redaction.cleaned(value)
    }
}
