import NoetlCore

/// Logins, and contexts from a gateway: the wizard over the list.
extension Manager {
    /// Opens the wizard, for a login to `context` or for a new context.
    mutating func openWizard(_ goal: WizardSettings.Goal, context: Context?) -> [Effect] {
        // The mode is what the wizard asks for.
        var draft = LoginRequest(
            mode: .device, context: ContextSelection(flag: context?.name, environment: Environment([:])))
        draft.overrides.auth0ClientSecret = settings.clientSecret
        var settings = WizardSettings(draft: draft, contexts: contexts, wallClock: wallClock)
        settings.goal = goal
        settings.browserObstacle = self.settings.browserObstacle
        settings.usesMouse = usesMouse
        settings.lastModes = lastModes
        var app = App(settings, size: size, now: now)
        // News of a login that was opened before is not for this one.
        app.attempt = attempts
        app.hasHalfBlocks = hasHalfBlocks
        let effects = app.begin()
        layer = .wizard(app)
        return effects
    }

    /// Hands an event to what lies over the list.
    mutating func pass(_ event: AppEvent) -> [Effect] {
        switch layer {
        case .form(var form, let purpose):
            if case .tick = event { form.tick() }
            layer = .form(form, purpose)
            return []
        case .wizard(var app):
            app.now = now
            let effects = app.update(event)
            (attempts, usesMouse, lastModes) = (app.attempt + 1, app.usesMouse, app.lastModes)
            layer = .wizard(app)
            return effects + close(app)
        case .question, .runtime, .conflict, .failure, nil: return []
        }
    }

    /// Comes back from a wizard that has ended.
    private mutating func close(_ app: App) -> [Effect] {
        guard let end = app.end else { return [] }
        layer = nil
        switch end {
        case .signalled(let signal): self.end = .signalled(signal)
        case .left, .failed: return take(app.contexts)
        // The manager itself has found one.
        case .noFullScreen: break
        case .added(let name, let contexts):
            board.notice = "Context '\(name)' added. Press l to log in."
            return take(contexts, selecting: name)
        case .loggedIn(let outcome):
            let name = outcome.savedContext ?? ""
            let user = outcome.session.user.email ?? outcome.session.user.displayName
            board.notice = "Logged in to '\(name)'\(user.map { " as \($0)" } ?? "")."
            return take(app.contexts.saving(outcome.session, on: name), selecting: name)
        }
        return []
    }
}

extension Contexts {
    /// The same with a session that has just been saved, so that nobody has to wait until the file is looked at.
    fileprivate func saving(_ session: GatewaySession, on name: String) -> Contexts {
        Contexts(
            current: current,
            all: all.map { one in
                guard one.name == name else { return one }
                return Context(
                    name: name, serverURL: one.serverURL, runtime: one.runtime, auth0: one.auth0, kube: one.kube,
                    session: CachedSession(
                        token: session.token, expiresAt: session.expiresAt, user: session.user.email))
            })
    }
}
