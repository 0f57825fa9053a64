import Dispatch
import NIOConcurrencyHelpers
import NoetlCore

/// Carries out what the context manager wants: all that the wizard wants, and to know how contexts are.
final class ManagerRunner: EffectCarrier {
    private let logins: EffectRunner
    private let contexts: ContextStore
    private let forwards: PortForwards
    private let check: SessionCheck
    private let world: World
    private let inbox: Inbox<AppEvent>
    private var watch: Task<Void, Never>?
    private var questions: Task<Void, Never>?
    private var tunnels: [Task<Void, Never>] = []
    /// Whether the port-forwards are being looked at, which a slow disk may make take longer than the next wish for it.
    private let isLooking = NIOLockedValueBox(false)
    /// How long a gateway may take: whoever looks at the list wants to know which one does not answer.
    private static let patience: Duration = .seconds(6)

    /// A runner whose results arrive in `inbox`.
    init(contexts: ContextStore, forwards: PortForwards, world: World, inbox: Inbox<AppEvent>) {
        logins = EffectRunner(
            contexts: contexts, writer: ContextWriter(contexts: contexts, forwards: forwards), world: world,
            inbox: inbox)
        self.contexts = contexts
        self.forwards = forwards
        check = SessionCheck(world: world)
        self.world = world
        self.inbox = inbox
    }

    /// Carries out an effect that does not concern the terminal.
    func perform(_ effect: Effect) {
        switch effect {
        case .watchContexts: follow()
        case .validate(let contexts): ask(contexts)
        case .lookAtForwards(let names): look(at: names)
        case .startForward(let forward): start(forward)
        case .stopForward(let name): end(name)
        default: logins.perform(effect)
        }
    }

    /// Ends everything that is under way; port-forwards that run go on.
    func stop() {
        watch?.cancel()
        questions?.cancel()
        for tunnel in tunnels { tunnel.cancel() }
        logins.stop()
    }

    private func follow() {
        watch = Task { [contexts, world, inbox] in
            await ContextWatch(contexts, clock: world.clock).follow { inbox.post(.contexts($0)) }
        }
    }

    private func ask(_ contexts: [Context]) {
        questions?.cancel()
        let tell: @Sendable (Int, SessionStatus) -> Void = { [inbox] index, status in
            // What a cancelled request brought is no answer.
            guard status.problem?.code != .cancelled else { return }
            inbox.post(.validated(status, of: contexts[index]))
        }
        let patience = Self.patience
        questions = Task { [check] in
            await check.eachStatus(of: contexts, allowsInsecureHTTP: false, within: patience, tell)
        }
    }

    private func look(at names: [String]) {
        let isBusy = isLooking.withLockedValue { looking in
            defer { looking = true }
            return looking
        }
        guard !isBusy else { return }
        DispatchQueue.global().async { [forwards, inbox, isLooking] in
            let sights = forwards.statuses(of: names).map { name, status in
                let isOver = if case .stale = status { true } else { false }
                return (name, ForwardSight(status: status, lines: isOver ? forwards.lastLines(of: name, 3) : []))
            }
            isLooking.withLockedValue { $0 = false }
            inbox.post(.forwards(Dictionary(uniqueKeysWithValues: sights)))
        }
    }

    private func start(_ forward: PortForward) {
        tunnels.append(
            Task { [forwards, inbox] in
                do throws(NoetlError) {
                    inbox.post(.forwardStarted(forward.name, .success(try await forwards.start(forward))))
                } catch {
                    inbox.post(.forwardStarted(forward.name, .failure(error)))
                }
            })
    }

    private func end(_ name: String) {
        tunnels.append(
            Task { [forwards, inbox] in
                do throws(NoetlError) {
                    inbox.post(.forwardStopped(name, .success(try await forwards.stop(name))))
                } catch {
                    inbox.post(.forwardStopped(name, .failure(error)))
                }
            })
    }
}
