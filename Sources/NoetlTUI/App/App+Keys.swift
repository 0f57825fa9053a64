import NoetlCore

extension App {
    /// Takes up a key: first what works everywhere, then what the screen makes of it.
    mutating func press(_ key: Key) -> [Effect] {
        if key == .control("c") {
            leave(.left)
            return []
        }
        if key == .control("z") { return [.suspend] }
        if key == .control("l"), !isOutside { return [.redraw] }
        if isOutside {
            isOutside = false
            return []
        }
        guard ScreenFrame.fits(size) else { return [] }
        if var open = help {
            help = open.update(key, size: size) ? open : nil
            return []
        }
        if key == .character("?"), !screen.takesText, let keys = HelpTexts.keys(of: screen) {
            help = HelpOverlay(title: HelpTexts.title(of: screen, in: plan), keys: keys)
            return []
        }
        if key == .character("m"), screen.leavesMouseKey {
            usesMouse.toggle()
            return [.useMouse(usesMouse)]
        }
        return pressOnScreen(key)
    }

    private mutating func pressOnScreen(_ key: Key) -> [Effect] {
        switch screen {
        case .picker(let picker): return press(key, on: picker)
        case .newContext(let new): return press(key, on: new)
        case .modes(let chooser): return press(key, on: chooser)
        case .missing(let form): return press(key, on: form)
        case .question(let question, let topic): return press(key, on: question, about: topic)
        case .password(let prompt): return press(key, on: prompt)
        case .proof(let prompt): return press(key, on: prompt)
        case .waiting: return key == .escape ? back() : []
        case .pkce(let live): return press(key, on: live)
        case .device(let live): return press(key, on: live)
        case .outcome(let outcome): return press(key, on: outcome)
        case .doctor(let panel): return press(key, on: panel)
        }
    }

    private mutating func press(_ key: Key, on picker: ContextPicker) -> [Effect] {
        var picker = picker
        let answer = picker.update(key, size: size)
        screen = .picker(picker)
        switch answer {
        case .none: return []
        case .chosen(let name): return choose(name)
        case .newContext:
            push(.newContext(Screen.NewContext()), from: plan)
            return []
        case .showWhole(let lines):
            isOutside = true
            return [.printOutside(Self.outside(lines))]
        case .back: return back()
        }
    }

    private mutating func press(_ key: Key, on chooser: ModeChooser) -> [Effect] {
        var chooser = chooser
        let answer = chooser.update(key, size: size)
        screen = .modes(chooser)
        switch answer {
        case .none: return []
        case .chosen(let id):
            let earlier = plan
            plan.mode = ModeOptions.mode(id)
            return proceed(from: earlier)
        case .back: return back()
        }
    }

    private mutating func press(_ key: Key, on prompt: PasswordPrompt) -> [Effect] {
        var prompt = prompt
        let answer = prompt.update(key)
        screen = .password(prompt)
        switch answer {
        case .none: return []
        case .submit(let email, let password):
            guard LoginInput.isEmail(email) else {
                prompt.refuse("Type it like you@example.com.")
                screen = .password(prompt)
                return []
            }
            prompt.forgetPassword()
            screen = .password(prompt)
            let earlier = plan
            (plan.mode, plan.password) = (.password(email: email), password)
            return proceed(from: earlier)
        case .back: return back()
        }
    }

    private mutating func press(_ key: Key, on prompt: TokenPrompt) -> [Effect] {
        var prompt = prompt
        let answer = prompt.update(key)
        if case .inspect(let text) = answer { prompt.shape = ProofWords.shape(of: text, at: wallClock) }
        screen = .proof(prompt)
        switch answer {
        case .none, .inspect: return []
        case .submit(let text):
            let earlier = plan
            plan.mode = .proof(text)
            return proceed(from: earlier)
        case .back: return back()
        }
    }

    private mutating func press(_ key: Key, on outcome: Outcome) -> [Effect] {
        var outcome = outcome
        let answer = outcome.update(key, size: size)
        screen = .outcome(outcome)
        switch answer {
        case .none: return []
        case .leave:
            leave(.left)
            return []
        case .retry: return retry()
        case .otherMode:
            forgetMode()
            return proceed()
        case .otherContext:
            attempt += 1
            plan = Plan(settings)
            // Another context is meant as it is, not with the gateway and the application of the first.
            plan.overrides = LoginRequest.Overrides()
            plan.overrides.pkcePort = settings.draft.overrides.pkcePort
            trail = []
            showContexts()
            return []
        case .callDoctor: return callDoctor()
        case .showWhole:
            guard case .failure(let error) = outcome.result else { return [] }
            isOutside = true
            return [.printOutside(Self.outside(error.linesOnScreen))]
        case .back: return trail.isEmpty ? otherWay() : back()
        }
    }

    /// Tries the same again; a password that was refused is typed again where it was typed before.
    private mutating func retry() -> [Effect] {
        guard case .password = plan.mode, plan.password == nil else { return startLogin() }
        if case .password? = trail.last?.screen { return back() }
        return proceed()
    }

    /// From a failure there is always a way on: without an earlier screen, the choice of modes.
    private mutating func otherWay() -> [Effect] {
        forgetMode()
        return proceed()
    }

    private mutating func forgetMode() {
        attempt += 1
        (plan.mode, plan.password, plan.forcesLogin) = (nil, nil, settings.draft.forcesLogin)
        trail.removeAll { if case .picker = $0.screen { false } else { true } }
    }
}
