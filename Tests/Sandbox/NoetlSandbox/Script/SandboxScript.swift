/// How the sandbox behaves from now on; every change counts for the next request.
public final class SandboxScript: Sendable {
    /// A description that a terminal must not get as it is: escape sequences, C1, bidi, a bell and line breaks.
    public static let hostileText =
        "\u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{07} \u{9B}2J \u{202E}gpj.exe\u{202C} "
        + "\u{2066}x\u{2069}\r\nnext\u{00} line"

    private let settings: SandboxSettings
    private let state: Locked<State>

    private struct State: Sendable {
        var queues: [SandboxEndpoint: [ScriptedAnswer]] = [:]
        var standing: [SandboxEndpoint: ScriptedAnswer] = [:]
        var delays: [SandboxEndpoint: Duration] = [:]
        var tokenFlaws: Set<TokenFlaw> = []
        var contract = ContractVariant.complete
        var expiry = ExpiryVariant.zoned
        var sessionSeconds: Int?
        var issuerParameter = IssuerParameter.absent
        var hasDefaultDirectory = true
        var errorPage: String?
        var device = DeviceBehaviour()
        var allowlist: [String]

        init(_ settings: SandboxSettings) {
            allowlist = settings.allowlist
            sessionSeconds = settings.sessionSeconds
            device = settings.device
        }
    }

    init(_ settings: SandboxSettings) {
        self.settings = settings
        state = Locked(State(settings))
    }

    /// Queues answers of an endpoint, one a request, after those queued before.
    public func answer(_ endpoint: SandboxEndpoint, with answers: ScriptedAnswer...) {
        answer(endpoint, with: answers)
    }

    /// Queues answers of an endpoint, one a request, after those queued before.
    public func answer(_ endpoint: SandboxEndpoint, with answers: [ScriptedAnswer]) {
        state.withLock { $0.queues[endpoint, default: []] += answers }
    }

    /// Answers every request that finds the queue empty, until called again; nil is honest.
    public func always(_ endpoint: SandboxEndpoint, _ answer: ScriptedAnswer?) {
        state.withLock { $0.standing[endpoint] = answer }
    }

    /// Holds every answer of an endpoint back for that long; zero ends it.
    public func delay(_ endpoint: SandboxEndpoint, by duration: Duration) {
        state.withLock { $0.delays[endpoint] = duration }
    }

    /// Forgets the queues, standing answers and delays of all endpoints, and every setting below.
    public func reset() {
        state.withLock { $0 = State(settings) }
    }

    /// What is wrong with every ID token made from now on.
    public var tokenFlaws: Set<TokenFlaw> {
        get { state.withLock { $0.tokenFlaws } }
        set { state.withLock { $0.tokenFlaws = newValue } }
    }

    /// How complete the runtime contract is.
    public var contract: ContractVariant {
        get { state.withLock { $0.contract } }
        set { state.withLock { $0.contract = newValue } }
    }

    /// How `expires_at` is written.
    public var expiry: ExpiryVariant {
        get { state.withLock { $0.expiry } }
        set { state.withLock { $0.expiry = newValue } }
    }

    /// Seconds that new sessions last whatever the request asks for; nil honours `session_duration_hours`.
    public var sessionSeconds: Int? {
        get { state.withLock { $0.sessionSeconds } }
        set { state.withLock { $0.sessionSeconds = newValue } }
    }

    /// Whether redirects carry `iss`.
    public var issuerParameter: IssuerParameter {
        get { state.withLock { $0.issuerParameter } }
        set { state.withLock { $0.issuerParameter = newValue } }
    }

    /// Whether the plain password grant knows where the users are.
    public var hasDefaultDirectory: Bool {
        get { state.withLock { $0.hasDefaultDirectory } }
        set { state.withLock { $0.hasDefaultDirectory = newValue } }
    }

    /// The tenant's custom error page, which gets `/authorize` errors by redirect; nil shows Auth0's own.
    public var errorPage: String? {
        get { state.withLock { $0.errorPage } }
        set { state.withLock { $0.errorPage = newValue } }
    }

    /// How device codes are handled.
    public var device: DeviceBehaviour {
        get { state.withLock { $0.device } }
        set { state.withLock { $0.device = newValue } }
    }

    /// "Allowed Callback URLs", compared exactly.
    public var allowlist: [String] {
        get { state.withLock { $0.allowlist } }
        set { state.withLock { $0.allowlist = newValue } }
    }

    /// Adds one allowed callback URL.
    public func allow(_ redirectURI: String) {
        state.withLock { $0.allowlist.append(redirectURI) }
    }

    /// Takes the next answer of an endpoint off its queue.
    func next(_ endpoint: SandboxEndpoint) -> (answer: ScriptedAnswer, delay: Duration) {
        state.withLock { state in
            let delay = state.delays[endpoint] ?? .zero
            if var queue = state.queues[endpoint], !queue.isEmpty {
                let answer = queue.removeFirst()
                state.queues[endpoint] = queue
                return (answer, delay)
            }
            return (state.standing[endpoint] ?? .honest, delay)
        }
    }
}
