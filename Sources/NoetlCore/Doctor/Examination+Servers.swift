import Foundation

/// What the servers say.
extension Examination {
    /// The gateway, and whether it names the same application as the context.
    func gateway(of target: LoginTarget, _ request: LoginRequest) async -> (findings: [DoctorFinding], isReached: Bool)
    {
        let place = Redaction.cleaned(target.gateway.description)
        var findings: [DoctorFinding] = []
        if target.gateway.isExposed {
            findings.append(
                DoctorFinding(
                    .gateway, request.allowsInsecureHTTP ? .warning : .problem,
                    "The session would cross the network unencrypted.", because: .exposedGateway(target.gateway)))
        }
        do throws(NoetlError) {
            let contract = try await GatewayClient(base: target.gateway, world: world).contract()
            let version = contract.gatewayVersion.map { " (version \($0))" } ?? ""
            findings.append(DoctorFinding(.gateway, .ok, "The gateway answers: \(place)\(version)."))
            return (findings + Self.differences(contract.auth0, target), true)
        } catch {
            // One that is there but tells nothing of itself still logs people in.
            let isThere = error.code == .gatewayError
            let what = isThere ? "The gateway told nothing of its settings." : "The gateway was not reached."
            findings.append(DoctorFinding(.gateway, isThere ? .warning : .problem, what, because: error))
            return (findings, isThere)
        }
    }

    /// Where the gateway's application is another than the one that a login would use.
    private static func differences(_ told: Auth0Settings, _ target: LoginTarget) -> [DoctorFinding] {
        // A domain that is none differs from ours in any case.
        let domain = told.domain.map { (try? Auth0Domain($0).description) ?? $0 }
        let pairs: [(name: String, flag: String, told: String?, used: String?)] = [
            ("Auth0 domain", "auth0-domain", domain, target.domain?.description),
            ("client ID", "auth0-client-id", told.clientID, target.clientID),
            ("audience", "auth0-audience", told.audience, target.audience),
        ]
        let different = pairs.filter { $0.told != nil && $0.told != $0.used }
        guard !different.isEmpty else { return [] }
        let values = different.map { pair in
            "\(pair.name): the gateway says \(pair.told ?? ""), the login uses "
                + (pair.used.map { Redaction.cleaned($0) } ?? "none")
        }
        let flags = different.map { "--\($0.flag)=\(shellWord($0.told ?? ""))" }.joined(separator: " ")
        let remedy = target.context.map { "noetl context update \(shellWord($0.name)) \(flags)" } ?? "Pass \(flags)."
        return [
            DoctorFinding(
                .gateway, different.contains { $0.flag == "auth0-domain" } ? .problem : .warning,
                "The gateway belongs to another Auth0 application than the login would use.",
                why: values.joined(separator: "; ") + ".", next: remedy)
        ]
    }

    /// The tenant, by what it publishes about itself.
    func tenant(of target: LoginTarget) async -> (finding: DoctorFinding, discovery: TenantDiscovery?) {
        let application: Auth0Application
        do throws(NoetlError) {
            application = try target.application
        } catch {
            return (DoctorFinding(.tenant, .problem, "It is not known where people sign in.", because: error), nil)
        }
        do throws(NoetlError) {
            let discovery = try await Auth0Client(application: application, http: world.http).discovery()
            guard discovery.issuer == application.domain.issuer else {
                return (
                    DoctorFinding(
                        .tenant, .problem, "The tenant has another name than the one it is known by.",
                        why:
                            "It calls itself \(Redaction.cleaned(discovery.issuer, limit: 100)), so that its ID tokens "
                            + "are not for \(application.domain).",
                        next: "Use that name as the Auth0 domain of the context."), discovery
                )
            }
            return (DoctorFinding(.tenant, .ok, "The Auth0 tenant answers: \(application.domain)."), discovery)
        } catch {
            let what = error.code == .auth0Error ? "This is no Auth0 tenant." : "The Auth0 tenant was not reached."
            return (DoctorFinding(.tenant, .problem, what, because: error), nil)
        }
    }

    /// Who vouches for the servers that answered.
    func tls(of servers: [Server]) async -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        for server in servers where server.url.scheme == "https" {
            guard let certificate = await world.http.certificate(of: server.url) else { continue }
            let day = certificate.validUntil.formatted(.iso8601.year().month().day())
            let left = certificate.validUntil.timeIntervalSince(world.now())
            // Some are made for six days, and renewed in time.
            let isShort = left < 2 * 86_400
            findings.append(
                DoctorFinding(
                    .tls, isShort ? .warning : .ok,
                    "The certificate of \(server.name) is trusted until \(day); its issuer is \(certificate.issuer).",
                    why: isShort ? "That is in \(Ago.text(left))." : "",
                    next: isShort ? "Have it renewed before." : ""))
        }
        return findings
    }

    /// Whether the tenant lets a browser come back to this machine; nil without an application to ask about.
    func redirect(of target: LoginTarget) async -> DoctorFinding? {
        // The tenant's finding has said what is missing.
        guard let application = try? target.application, let probe = try? probe(of: application, target) else {
            return nil
        }
        let address = target.redirect.description
        switch await probe.verdict() {
        case .accepted: return DoctorFinding(.redirect, .ok, "Auth0 accepts the redirect URI: \(address).")
        case .rejected:
            return DoctorFinding(
                .redirect, .problem, "Auth0 does not accept the redirect URI.",
                why: "\(address) is not among the \"Allowed Callback URLs\" of the application.",
                next: "Add it there: \(application.settingsPlace)")
        case .unknown(let answer):
            return DoctorFinding(
                .redirect, .warning, "Whether Auth0 accepts the redirect URI is not known.",
                why: "Asked about \(address), \(answer)")
        }
    }

    private func probe(of application: Auth0Application, _ target: LoginTarget) throws(NoetlError) -> AllowlistProbe {
        try PKCEGrant(
            client: Auth0Client(application: application, http: world.http), redirect: target.redirect, loginHint: nil,
            forcesLogin: false, opensBrowser: false, window: .zero, probesAllowlist: true, replies: nil,
            page: PendingPage(), world: world
        ).probe()
    }

    /// Which ways to log in the tenant offers; what the application allows of them shows only at a login.
    func grants(of discovery: TenantDiscovery) -> DoctorFinding {
        guard discovery.offersPKCE else {
            return DoctorFinding(
                .grants, .warning, "The tenant does not say that it offers browser logins with PKCE.",
                why: "Its code challenge methods are: "
                    + "\(Redaction.cleaned((discovery.challengeMethods ?? []).joined(separator: ", "), limit: 100)).",
                next: discovery.offersDeviceCodes ? "Use a device code: noetl auth login --browser" : "")
        }
        let offered = ["browser logins with PKCE"] + (discovery.offersDeviceCodes ? ["device codes"] : [])
        return DoctorFinding(.grants, .ok, "The tenant offers \(offered.joined(separator: " and ")).")
    }

    /// The session of the context; to have none is in nobody's way.
    func session(of target: LoginTarget, _ request: LoginRequest) async -> DoctorFinding? {
        guard let context = target.context, context.serverURL != nil else { return nil }
        let logIn = "Log in: noetl auth login --context \(shellWord(context.name))"
        do throws(NoetlError) {
            let status = try await SessionCheck(world: world).status(
                of: context, allowsInsecureHTTP: request.allowsInsecureHTTP)
            switch status.state {
            case .none: return DoctorFinding(.session, .warning, "There is no session yet.", next: logIn)
            case .expired: return DoctorFinding(.session, .warning, "The session is over.", next: logIn)
            case .valid, .unknown:
                let owner = (status.user.email ?? status.user.displayName).map { " of \(Redaction.cleaned($0))" } ?? ""
                let end = status.expiresAt.map { " for another \(Ago.text($0.timeIntervalSince(world.now())))" } ?? ""
                return DoctorFinding(.session, .ok, "The session\(owner) is valid\(end).")
            }
        } catch {
            return DoctorFinding(.session, .warning, "The session was not checked.", because: error)
        }
    }
}
