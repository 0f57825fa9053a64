import NoetlCore

/// The forms for the settings of a context: what they ask, and what the answers mean.
enum ContextForm {
    /// The identifier of the field for the name.
    static let name = "name"

    /// The settings that a person edits, with what the form calls them.
    static let fields: [(field: ContextField, label: String)] = [
        (.serverURL, "Gateway URL"), (.runtime, "Runtime"), (.auth0Domain, "Auth0 domain"),
        (.auth0ClientID, "Client ID"), (.auth0ClientSecret, "Client secret"), (.auth0RedirectURI, "Redirect URI"),
        (.auth0Audience, "Audience"), (.kubeContext, "Kube context"), (.kubeNamespace, "Kube namespace"),
        (.kubeService, "Kube service"), (.kubeRemotePort, "Kube remote port"),
    ]

    /// What the form calls a field.
    static func label(of field: ContextField) -> String { fields.first { $0.field == field }?.label ?? field.name }

    /// A form for a new context.
    static func adding() -> FormScreen {
        var entries = [Form.Entry(id: name, "Name")]
        entries += fields.map { entry($0.field, $0.label, $0.field == .runtime ? "auto" : "") }
        return FormScreen(
            title: "noetl · add a context", question: "What is it called, and where is its gateway?",
            form: Form(entries), verb: "save", advice: "Name and gateway URL are needed; the rest can wait.")
    }

    /// A form that holds the settings of a context.
    static func editing(_ context: Context) -> FormScreen {
        FormScreen(
            title: "noetl · edit \(context.name)", question: "The settings of '\(context.name)'",
            form: Form(fields.map { entry($0.field, $0.label, text(of: $0.field, in: context)) }), verb: "save",
            advice: "An empty field clears the setting.")
    }

    /// A form for another name.
    static func renaming(_ old: String) -> FormScreen {
        FormScreen(
            title: "noetl · rename \(old)", question: "What shall '\(old)' be called?",
            form: Form([.init(id: name, "Name", old)]), verb: "rename",
            advice: "Settings, session and place in the file stay.")
    }

    /// What a field of the form holds of a context.
    static func text(of field: ContextField, in context: Context) -> String {
        context.value(of: field)?.reveal() ?? ""
    }

    /// What is wrong with a form, and where.
    struct Complaint: Error {
        let problem: String
        let id: String
    }

    /// The settings that differ from those of `base`, or, without one, that are set at all.
    static func change(_ texts: [String: String], from base: Context?) throws(Complaint) -> ContextChange {
        var change = ContextChange()
        for (field, label) in fields {
            guard let text = texts[field.name] else { continue }
            guard text != (base.map { Self.text(of: field, in: $0) } ?? "") || (base == nil && field == .serverURL)
            else { continue }
            do throws(NoetlError) {
                change[field] = try field.edit(text, from: label)
            } catch {
                throw Complaint(problem: "\(error.why) \(error.nextOnScreen)", id: field.name)
            }
        }
        return change
    }

    private static func entry(_ field: ContextField, _ label: String, _ text: String) -> Form.Entry {
        Form.Entry(id: field.name, label, text, isMasked: field == .auth0ClientSecret)
    }
}
