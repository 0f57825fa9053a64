import Foundation

/// What can be seen on this machine.
extension Examination {
    /// The config file, its permissions, and what it says of the target.
    func config(of request: LoginRequest) async -> ([DoctorFinding], LoginTarget?) {
        var loose = request
        // What needs a tenant, and what needs leave, is looked at later, each by itself.
        (loose.mode, loose.allowsInsecureHTTP) = (.token(Secret("")), true)
        let ready = loose
        do throws(NoetlError) {
            return try await offPool { () throws(NoetlError) in
                let target = try LoginTarget(of: ready, in: try contexts.load())
                return (configFindings(of: ready), target)
            }
        } catch {
            return ([DoctorFinding(.config, .problem, "There is no usable context to log in to.", because: error)], nil)
        }
    }

    private func configFindings(of request: LoginRequest) -> [DoctorFinding] {
        let path = Redaction.cleaned(contexts.file.path)
        var findings = contexts.exposures.map { place in
            DoctorFinding(
                .config, .warning, "Others on this machine may read your sessions.",
                why: "\(Redaction.cleaned(place.path)) has the mode \(place.mode).",
                next: "chmod \(place.wanted) \(shellWord(place.path))")
        }
        if request.savesSession {
            do throws(NoetlError) {
                try contexts.checkWritable()
            } catch {
                findings.append(DoctorFinding(.config, .problem, "The config file cannot be written.", because: error))
            }
        }
        guard findings.isEmpty else { return findings }
        return [DoctorFinding(.config, .ok, "The config file is in order, and yours alone: \(path).")]
    }

    /// What stands between this machine and the servers.
    func proxy(of target: LoginTarget) -> DoctorFinding {
        let addresses = [try? target.gateway.url("/"), target.domain?.url("/")].compactMap { $0 }
        var used: [String] = []
        for address in addresses {
            do throws(NoetlError) {
                guard let proxy = try world.http.proxy(for: address), !used.contains(proxy) else { continue }
                used.append(proxy)
            } catch {
                return DoctorFinding(.proxy, .problem, "A proxy is set that cannot be used.", because: error)
            }
        }
        guard !used.isEmpty else { return DoctorFinding(.proxy, .ok, "No proxy is used.") }
        return DoctorFinding(
            .proxy, .ok, "Requests go through the proxy \(Redaction.cleaned(used.joined(separator: " and "))).")
    }

    /// How far this machine's clock is off, by the servers' own; nil when none of them said.
    func clock() -> DoctorFinding? {
        guard let offset = watch.offset else { return nil }
        let length = Ago.text(abs(offset))
        let state: DoctorFinding.State =
            abs(offset) <= Self.tolerableOffset ? .ok : abs(offset) <= Self.harmfulOffset ? .warning : .problem
        guard state != .ok else {
            return DoctorFinding(
                .clock, .ok, "This machine's clock is right to within \(length == "0s" ? "1s" : length).")
        }
        return DoctorFinding(
            .clock, state, "This machine's clock is \(length) \(offset > 0 ? "ahead" : "behind").",
            why: "Tokens and certificates are judged by it, so that a good one may look expired.",
            next: "Let it be set by the network: sudo timedatectl set-ntp true")
    }

    /// The leeway of ID tokens, in seconds.
    private static let tolerableOffset: TimeInterval = 60
    private static let harmfulOffset: TimeInterval = 600

    /// Whether a browser can be opened; without one there are other ways.
    func browser(for target: LoginTarget) -> DoctorFinding {
        switch world.browser.reach {
        case .command(let words):
            return DoctorFinding(
                .browser, .ok, "A browser is opened by \(Redaction.cleaned(words.first ?? "", limit: 100)).")
        case .nowhere(let obstacle):
            var next = "Use a device code: noetl auth login --browser"
            if case .ssh(let server) = obstacle {
                next += ", or forward the port from there: \(SSHServer.forwarding(target.redirect, to: server))"
            }
            return DoctorFinding(
                .browser, .warning, "No browser is opened from here.", why: obstacle.reason, next: next)
        }
    }

    /// Whether a browser could come back: the listener of a login is opened for a moment.
    func port(of target: LoginTarget) async -> DoctorFinding {
        let redirect = target.redirect
        do throws(NoetlError) {
            let listener = try await LoopbackListener.listen(
                for: redirect, expecting: ExpectedCallback(state: Secret("doctor"), issuer: ""), pending: PendingPage())
            await listener.close()
            return DoctorFinding(.port, .ok, "Port \(redirect.port) is free for the browser to come back to.")
        } catch {
            return DoctorFinding(.port, .problem, "The browser could not come back to this machine.", because: error)
        }
    }
}
