import Foundation
import NoetlCore

/// Carries out what the wizard wants of the core; the only holder of tasks, and used by the wizard's thread alone.
///
/// Whatever comes of it is mail: nothing here touches the terminal or the wizard's state.
final class EffectRunner: EffectCarrier {
    private let flow: LoginFlow
    private let doctor: Doctor
    private let writer: ContextWriter
    private let world: World
    private let inbox: Inbox<AppEvent>
    private var login: Task<Void, Never>?
    private var replies = LoginReplies()
    private var fetch: Task<Void, Never>?
    private var examination: Task<Void, Never>?

    /// A runner whose results arrive in `inbox`.
    init(contexts: ContextStore, writer: ContextWriter, world: World, inbox: Inbox<AppEvent>) {
        flow = LoginFlow(contexts: contexts, world: world)
        doctor = Doctor(contexts: contexts, world: world)
        self.writer = writer
        self.world = world
        self.inbox = inbox
    }

    /// Carries out an effect that does not concern the terminal.
    func perform(_ effect: Effect) {
        switch effect {
        case .startLogin(let request, let attempt): start(request, attempt: attempt)
        case .cancelLogin: login?.cancel()
        case .handIn(let text): replies.hand(in: text)
        case .openAnyway: replies.openBrowser()
        case .saveOtherUser(let isWanted): replies.saveOtherUser(isWanted)
        case .openBrowser(let address): open(address)
        case .fetchContract(let gateway, let attempt): ask(gateway, attempt: attempt)
        case .cancelFetch: fetch?.cancel()
        case .examine(let request, let attempt): examine(request, attempt: attempt)
        case .cancelExamination: examination?.cancel()
        case .write(let write): writer.write(write) { [inbox] in inbox.post(.written(write, $0)) }
        default: break
        }
    }

    /// Ends everything that is under way, except for a write that only takes its time; the news of it goes nowhere.
    func stop() {
        login?.cancel()
        fetch?.cancel()
        examination?.cancel()
        writer.finish()
    }

    /// A login starts when the one before has ended and freed its port.
    private func start(_ request: LoginRequest, attempt: Int) {
        let earlier = login
        earlier?.cancel()
        replies = LoginReplies()
        var request = request
        request.replies = replies
        login = LoginFollower(flow: flow, inbox: inbox).follow(request, attempt: attempt, after: earlier)
    }

    private func open(_ address: URL) {
        Task { [world, inbox] in
            do throws(BrowserFailure) {
                inbox.post(.browser(.success(try await world.browser.open(address))))
            } catch {
                inbox.post(.browser(.failure(error)))
            }
        }
    }

    private func ask(_ gateway: ServerURL, attempt: Int) {
        fetch?.cancel()
        fetch = Task { [world, inbox] in
            let answer: Result<RuntimeContract, NoetlError>
            do throws(NoetlError) {
                answer = .success(try await GatewayClient(base: gateway, world: world).contract())
            } catch {
                answer = .failure(error)
            }
            inbox.post(.contract(answer, attempt: attempt))
        }
    }

    /// Looks once the login before has ended and freed its port.
    private func examine(_ request: LoginRequest, attempt: Int) {
        examination?.cancel()
        examination = Task { [doctor, inbox, login] in
            await login?.value
            for await finding in doctor.findings(for: request) { inbox.post(.finding(finding, attempt: attempt)) }
            if !Task.isCancelled { inbox.post(.finding(nil, attempt: attempt)) }
        }
    }
}
