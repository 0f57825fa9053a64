import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

/// A manager without a terminal.
typealias ManagerDriver = Driver<Manager>

extension Driver<Manager> {
    /// A manager of these contexts, with the file watched and nothing else asked for.
    init(_ contexts: Contexts = Sample.managed, size: Size = Size(rows: 24, columns: 80), mouse: Bool = false) {
        var settings = ManagerSettings(contexts: contexts, wallClock: Sample.wallClock)
        settings.usesMouse = mouse
        self.init(program: Manager(settings, size: size, now: Sample.start))
    }

    /// Hears what the gateway of a context says of its session.
    mutating func confirm(
        _ name: String, _ state: SessionStatus.State, until expiry: Date? = nil, problem: NoetlError? = nil
    ) {
        guard let context = app.contexts[name] else { return }
        let status = SessionStatus(
            context: name, gateway: context.serverURL, state: state, expiresAt: expiry,
            user: GatewayUser(email: "you@example.com", roles: ["admin", "user"]), isConfirmed: problem == nil,
            problem: problem)
        take(.validated(status, of: context))
    }

    /// The kind of screen that is shown.
    var place: String { app.layer?.kind ?? "list" }

    /// The list's line of a context.
    func row(_ name: String) -> String {
        frame.text.split(separator: "\n").map { String($0.prefix(40)).trimmingCharacters(in: .whitespaces) }
            .first { $0.hasPrefix("\(name) ") || $0.hasPrefix("› \(name) ") } ?? ""
    }
}

extension Layer {
    /// A word for what lies over the list.
    var kind: String {
        switch self {
        case .form(_, .add): "form for a new one"
        case .form(_, .edit): "form of settings"
        case .form(_, .rename): "form for a name"
        case .question(_, .logOut): "question of logging out"
        case .question(_, .delete): "question of deleting"
        case .question(_, .recreate): "question of recreating"
        case .runtime: "runtime"
        case .conflict: "conflict"
        case .failure: "failure"
        case .wizard(let app): "wizard: \(app.screen.kind)"
        }
    }
}

extension Sample {
    /// Contexts as an operator has them: one logged in, one expired, one without a session, one behind a port-forward.
    static let managed = Contexts(current: "gke-prod", all: [prod, expired, bare, forwarded])
    /// A context whose session has ended.
    static let expired = Context(
        name: "staging", serverURL: "https://staging.acme.com", runtime: "distributed",
        auth0: Auth0Settings(
            domain: "acme.us.auth0.com", clientID: "Abc123XYZ", redirectURI: "http://127.0.0.1:8765/callback",
            audience: "https://api.acme.com", clientSecret: Secret("hush-hush")),
        session: CachedSession(
            token: Secret("0123456789abcdef"), expiresAt: wallClock - 600, user: "you@example.com"))
    /// A context that kubectl leads to.
    static let forwarded = Context(
        name: "kind-dev", serverURL: "http://localhost:18082", runtime: "local",
        kube: KubeSettings(context: "kind", namespace: "noetl"))

    /// A port-forward that runs.
    static let running = ForwardSight(status: .running(record))
    /// One that has ended.
    static let ended = ForwardSight(
        status: .stale(record), lines: ["error: lost connection to pod", "error: timed out"])
    /// What is written down of them.
    static let record = PortForwardRecord(
        process: ProcessIdentity(pid: 4711, started: "boot:1", program: "kubectl"), localPort: 18_082,
        remotePort: 8_082)
}

extension Context {
    /// The same with other settings.
    func with(audience: String? = nil, runtime: String? = nil, session: CachedSession?? = nil) -> Context {
        Context(
            name: name, serverURL: serverURL, runtime: runtime ?? self.runtime,
            auth0: Auth0Settings(
                domain: auth0.domain, clientID: auth0.clientID, redirectURI: auth0.redirectURI,
                audience: audience ?? auth0.audience, clientSecret: auth0.clientSecret),
            kube: kube, session: session ?? self.session)
    }
}

extension Contexts {
    /// The same with another context in the place of the one of its name.
    func with(_ context: Context) -> Contexts {
        Contexts(current: current, all: all.map { $0.name == context.name ? context : $0 })
    }

    /// The same without one.
    func without(_ name: String) -> Contexts {
        Contexts(current: current == name ? nil : current, all: all.filter { $0.name != name })
    }
}
