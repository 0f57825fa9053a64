import Foundation

/// One look at everything that a login depends on.
struct Examination: Sendable {
    let contexts: ContextStore
    let world: World
    /// What the answers of servers say about this machine's clock.
    let watch: ClockWatch

    /// An examination of what `contexts` say, as seen through `world`.
    init(contexts: ContextStore, world: World) {
        self.contexts = contexts
        watch = ClockWatch(http: world.http, now: world.now)
        var world = world
        world.http = watch
        self.world = world
    }

    /// Looks at one thing after the other, and tells what it finds.
    func run(for request: LoginRequest, report: @Sendable (DoctorFinding) -> Void) async {
        let (findings, target) = await config(of: request)
        findings.forEach(report)
        guard let target else { return }
        let gateway = await self.gateway(of: target, request)
        gateway.findings.forEach(report)
        let tenant = await self.tenant(of: target)
        report(tenant.finding)
        let servers = [
            gateway.isReached ? Server(name: "the gateway", url: try? target.gateway.url("/")) : nil,
            tenant.discovery == nil ? nil : Server(name: "the tenant", url: target.domain?.url("/")),
        ].compactMap { $0 }
        for finding in await tls(of: servers) { report(finding) }
        report(proxy(of: target))
        if let clock = clock() { report(clock) }
        report(await port(of: target))
        if let discovery = tenant.discovery {
            if let redirect = await redirect(of: target) { report(redirect) }
            report(grants(of: discovery))
        }
        report(browser(for: target))
        if gateway.isReached, let session = await session(of: target, request) { report(session) }
    }

    /// A server that answered.
    struct Server: Sendable {
        /// What it is to the person.
        let name: String
        /// Where it is.
        let url: URL

        /// Nothing without an address.
        init?(name: String, url: URL?) {
            guard let url else { return nil }
            self.name = name
            self.url = url
        }
    }
}
