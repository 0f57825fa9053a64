import NoetlCore

/// A login in somebody's own front end: here one that shows everything as lines.
struct LineFrontEnd {
    /// The doors to the network, the browser and the clock.
    let world: World
    /// The config file, shared with `noetl`.
    let contexts: ContextStore
    /// Shows a line to the person.
    let show: @Sendable (String) -> Void

    /// Logs in on a context with a code for any browser; gives the session, which is saved by then.
    func logIn(on context: String) async throws(NoetlError) -> GatewaySession? {
        var request = LoginRequest(
            mode: .device, context: ContextSelection(flag: context, environment: world.environment))
        request.opensBrowser = false
        // The loop owns the login: leaving it, or cancelling this task, ends the login and frees its port.
        for try await event in LoginFlow(contexts: contexts, world: world).events(for: request) {
            switch event {
            case .deviceCode(let code): show("Enter \(code.userCode) at \(code.verificationURI)")
            case .exchanging(let gateway): show("Asking \(gateway) for a session ...")
            case .loggedIn(let outcome):
                show("Hello, \(outcome.session.user.email ?? "whoever you are").")
                return outcome.session
            default: break  // A poll, a browser that opened: news for who wants to show more.
            }
        }
        return nil
    }
}
