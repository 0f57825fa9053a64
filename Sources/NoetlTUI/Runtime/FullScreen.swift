import Foundation
import Glibc
import NoetlCore

/// What carries out the wishes of a full-screen program that do not concern the terminal; used by its one thread alone.
protocol EffectCarrier {
    /// Carries out an effect; whatever comes of it is mail.
    func perform(_ effect: Effect)
    /// Ends everything that is under way.
    func stop()
}

/// Full-screen programs: one loop on one thread, where keys, signals, news and the time meet.
public enum FullScreen {
    /// Runs a program on a thread of its own, which owns the terminal from the first line to the last.
    ///
    /// - Throws: `usage` for a terminal that has no full screen, unless the program has an end for that.
    static func run<App: FullScreenApp>(
        world: World, _ makeApp: @escaping @Sendable (Size, ContinuousClock.Instant) -> App,
        carrier: @escaping @Sendable (Inbox<AppEvent>) -> some EffectCarrier
    ) async throws(NoetlError) -> App.End {
        let result = await withCheckedContinuation {
            (done: CheckedContinuation<Result<App.End, NoetlError>, Never>) in
            Thread.detachNewThread {
                done.resume(
                    returning: Result { () throws(NoetlError) in try open(world, makeApp, carrier) })
            }
        }
        return try result.get()
    }

    /// Gives the terminal back at once, from another thread and without waiting for it: the last thing before the end of
    /// a process whose wizard hangs.
    public static func abandonTerminal() { CrashGuard.giveBack() }

    private static func open<App: FullScreenApp>(
        _ world: World, _ makeApp: (Size, ContinuousClock.Instant) -> App,
        _ carrier: (Inbox<AppEvent>) -> some EffectCarrier
    ) throws(NoetlError) -> App.End {
        letCrashesThrough()
        let inbox: Inbox<AppEvent>
        do throws(POSIXError) { inbox = try Inbox() } catch { throw App.impossible(why: "\(error.code)") }
        // Before ncurses, which leaves alone the handlers that it finds.
        let relay = SignalRelay(
            [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT], to: inbox, as: event(for:))
        defer { withExtendedLifetime(relay) {} }
        let carrier = carrier(inbox)
        defer { carrier.stop() }
        do throws(TerminalProblem) {
            var screen = try CursesScreen(environment: world.environment)
            var app = makeApp(screen.size, world.clock.now)
            app.hasHalfBlocks = screen.hasHalfBlocks
            return loop(app, on: &screen, inbox: inbox, clock: world.clock) { carrier.perform($0) }
        } catch {
            if let end = App.endWithoutFullScreen { return end }
            throw App.impossible(why: error.why)
        }
    }

    /// Lets this thread crash in a way that gives the terminal back: it inherits the mask of a pool thread, which blocks
    /// everything.
    private static func letCrashesThrough() {
        var crashes = sigset_t()
        sigemptyset(&crashes)
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] { sigaddset(&crashes, signal) }
        pthread_sigmask(SIG_UNBLOCK, &crashes, nil)
    }

    private static func event(for signal: Int32) -> AppEvent {
        switch signal {
        case SIGWINCH: .resized(Size(rows: 0, columns: 0))
        case SIGTSTP: .stopped
        case SIGCONT: .resumed
        default: .terminate(signal: signal)
        }
    }

    /// Draws, waits, and takes up what happened, until the program is left.
    static func loop<App: FullScreenApp>(
        _ start: App, on screen: inout some TerminalBackend & ~Copyable, inbox: Inbox<AppEvent>, clock: MonotonicClock,
        perform: (Effect) -> Void
    ) -> App.End {
        var app = start
        carryOut(app.begin(), of: &app, on: &screen, perform: perform)
        var nextTick = clock.now.advanced(by: .seconds(1))
        while true {
            if let end = app.end { return end }
            if !app.isOutside {
                var frame = Surface(screen.size)
                app.draw(on: &frame)
                screen.present(frame)
            }
            let patience = max(.zero, clock.now.duration(to: nextTick))
            let delivery = inbox.wait(watching: screen.inputDescriptor, for: patience)
            app.now = clock.now
            for event in delivery.mail where app.end == nil {
                take(event, to: &app, on: &screen, perform: perform)
            }
            while app.end == nil, let key = screen.nextKey() {
                take(.key(key), to: &app, on: &screen, perform: perform)
            }
            if delivery.isHungUp { take(.terminate(signal: SIGHUP), to: &app, on: &screen, perform: perform) }
            if clock.now >= nextTick {
                take(.tick(clock.now), to: &app, on: &screen, perform: perform)
                nextTick = max(nextTick, clock.now).advanced(by: .seconds(1))
            }
        }
    }

    private static func take(
        _ event: AppEvent, to app: inout some FullScreenApp, on screen: inout some TerminalBackend & ~Copyable,
        perform: (Effect) -> Void
    ) {
        var event = event
        switch event {
        case .resized:
            screen.resize()
            event = .resized(screen.size)
        case .stopped: screen.stop()
        case .resumed: screen.takeBack()
        default: break
        }
        let effects = app.update(event)
        // A shell that had the terminal may give it back in another size.
        if app.size != screen.size { _ = app.update(.resized(screen.size)) }
        carryOut(effects, of: &app, on: &screen, perform: perform)
    }

    private static func carryOut(
        _ effects: [Effect], of app: inout some FullScreenApp, on screen: inout some TerminalBackend & ~Copyable,
        perform: (Effect) -> Void
    ) {
        for effect in effects {
            switch effect {
            case .copy(let text): screen.copy(text)
            case .printOutside(let lines): screen.printOutside(lines)
            case .redraw: screen.redraw()
            case .useMouse(let isWanted): screen.useMouse(isWanted)
            case .suspend: screen.suspend()
            default: perform(effect)
            }
        }
    }
}

extension FullScreenApp {
    fileprivate static func impossible(why: String) -> NoetlError {
        NoetlError(.usage, what: "\(name) cannot run here.", why: why, next: alternative)
    }
}

extension TerminalProblem {
    fileprivate var why: String {
        switch self {
        case .noTerminal: "There is no terminal to draw on (/dev/tty)."
        case .unsuitable(term: ""): "TERM is not set."
        case .unsuitable(let term): "TERM is '\(Redaction.cleaned(term, limit: 40))', which has no full screen."
        }
    }
}
