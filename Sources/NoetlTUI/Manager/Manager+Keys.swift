import NoetlCore

/// What the keys do on the list.
extension Manager {
    /// Takes up a key: first what works everywhere, then what lies on top makes of it.
    mutating func press(_ key: Key) -> [Effect] {
        if key == .control("c") {
            end = .cancelled
            return [.cancelLogin, .cancelFetch]
        }
        if case .wizard = layer { return pass(.key(key)) }
        if key == .control("z") { return [.suspend] }
        if showsLines {
            showsLines = false
            return []
        }
        if key == .control("l") { return [.redraw] }
        guard ScreenFrame.fits(size) else {
            // Whoever sees only the notice can still leave.
            if key == .character("q"), layer == nil { end = .left }
            return []
        }
        if var open = help {
            help = open.update(key, size: size) ? open : nil
            return []
        }
        guard layer == nil else { return pressOnLayer(key) }
        board.notice = nil
        switch board.update(key, size: size, details: details) {
        case .none: return []
        case .chosen(let name): return [.write(.use(name))]
        case .ignored: return pressOnList(key)
        }
    }

    private mutating func pressOnList(_ key: Key) -> [Effect] {
        switch key {
        case .character("q"), .escape: end = .left
        case .character("?"): help = HelpOverlay(title: "noetl · contexts", keys: HelpTexts.manager)
        case .character("m"):
            usesMouse.toggle()
            board.notice =
                usesMouse ? "The mouse is on; m leaves it to the terminal." : "The mouse is the terminal's again."
            return [.useMouse(usesMouse)]
        case .character("a"): layer = .form(ContextForm.adding(), .add)
        case .character("i"): return openWizard(.newContext, context: nil)
        case .character("R"):
            let asked = contexts.all.filter { $0.session != nil }
            if asked.isEmpty { board.notice = "No context has a session to ask for." }
            return ask(asked)
        default:
            guard let selected else { return [] }
            return press(key, on: selected)
        }
        return []
    }

    private mutating func press(_ key: Key, on context: Context) -> [Effect] {
        let title = "noetl · \(context.name)"
        switch key {
        case .character("l"): return openWizard(.login, context: context)
        case .character("o"):
            guard context.session != nil else {
                board.notice = "'\(context.name)' has no session to log out of."
                return []
            }
            layer = .question(Self.logOutQuestion(context, title: title), .logOut(context.name))
        case .character("e"): layer = .form(ContextForm.editing(context), .edit(context))
        case .character("r"): layer = .form(ContextForm.renaming(context.name), .rename(context.name))
        case .character("D"):
            let isForwarded = forwards[context.name]?.running != nil
            layer = .question(
                Self.deleteQuestion(
                    context, title: title, isCurrent: context.name == contexts.current, isForwarded: isForwarded),
                .delete(context.name))
        case .character("t"):
            layer = .runtime(RuntimeChooser(title: "\(title) · runtime", current: context.runtime), context.name)
        case .character("p"): return toggleForward(of: context)
        case .character("y"):
            guard let address = context.serverURL else {
                board.notice = "'\(context.name)' has no gateway URL."
                return []
            }
            board.notice = "Gateway URL sent to the terminal's clipboard"
            return [.copy(address)]
        case .character("U"):
            showsLines = true
            return [.printOutside(App.outside(detailsText?.whole ?? []))]
        default: break
        }
        return []
    }

    private mutating func toggleForward(of context: Context) -> [Effect] {
        if let running = forwards[context.name]?.running {
            board.notice = "Stopping the port-forward of '\(context.name)' (pid \(running.pid)) …"
            return [.stopForward(context.name)]
        }
        do throws(NoetlError) {
            let forward = try PortForward(of: context)
            board.notice = "Starting kubectl for '\(context.name)' on port \(forward.localPort) …"
            return [.startForward(forward)]
        } catch {
            fail(error)
            return []
        }
    }

    /// Shows a failure until it has been read.
    mutating func fail(_ error: NoetlError) {
        layer = .failure(FailureScreen(error, title: "noetl · contexts"))
    }

    private static func logOutQuestion(_ context: Context, title: String) -> Question {
        Question(
            title: title, question: "Log out of '\(context.name)'?",
            reasons: [
                context.session?.user.map { "The session of \($0) is forgotten on this machine." }
                    ?? "Its session is forgotten on this machine.",
                "The gateway keeps the session until it expires.",
            ], isYesDefault: false)
    }

    private static func deleteQuestion(
        _ context: Context, title: String, isCurrent: Bool, isForwarded: Bool
    ) -> Question {
        Question(
            title: title, question: "Delete context '\(context.name)'?",
            reasons: ["Its gateway is \(context.serverURL ?? "not set")."]
                + (context.session == nil ? [] : ["Its session is forgotten with it."])
                + (isCurrent ? ["It is the current context; none will be current then."] : [])
                + (isForwarded ? ["Its port-forward runs and would go on; p stops it first."] : []),
            isYesDefault: false)
    }
}
