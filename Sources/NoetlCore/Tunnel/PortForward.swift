/// One tunnel to a NoETL server in a cluster: what `kubectl port-forward` is told.
public struct PortForward: Sendable, Equatable {
    /// The context that it belongs to.
    public let name: String
    /// kubectl's own context.
    public let kubeContext: String
    /// Where the service lives.
    public let namespace: String
    /// The service.
    public let service: String
    /// The port on this machine, which the context's server URL names.
    public let localPort: Int
    /// The port of the service.
    public let remotePort: Int

    /// The tunnel that a context describes.
    ///
    /// - Throws: `missing_setting` for a context without kubectl's context, namespace or a server URL on this machine;
    ///   `usage` for a server URL that is none.
    public init(of context: Context) throws(NoetlError) {
        guard let kubeContext = context.kube.context else {
            throw Self.missing("kube context", "--kube-context=<name>", context.name)
        }
        guard let namespace = context.kube.namespace else {
            throw Self.missing("kube namespace", "--kube-namespace=<name>", context.name)
        }
        guard let address = context.serverURL else {
            throw Self.missing("server URL", "--server-url=http://localhost:8082", context.name)
        }
        let server = try ServerURL(address, from: "the context")
        guard server.isLoopback else { throw Self.notLoopback(server, context.name) }
        name = context.name
        self.kubeContext = kubeContext
        self.namespace = namespace
        service = context.kube.service ?? "noetl"
        localPort = HostAndPort.split(server.authority)?.port ?? (server.scheme == "https" ? 443 : 80)
        remotePort = context.kube.remotePort ?? 8082
    }

    /// What kubectl is called with.
    public var arguments: [String] {
        ["--context=\(kubeContext)", "-n", namespace, "port-forward", "svc/\(service)", "\(localPort):\(remotePort)"]
    }

    private static func missing(_ setting: String, _ flag: String, _ name: String) -> NoetlError {
        NoetlError(
            .missingSetting, what: "The port-forward did not start.",
            why: "Context '\(Redaction.cleaned(name))' has no \(setting).",
            next: "Set it:  noetl context update \(shellWord(name)) \(flag)",
            nextOnScreen: "Set it in the context's settings.")
    }

    private static func notLoopback(_ server: ServerURL, _ name: String) -> NoetlError {
        NoetlError(
            .missingSetting, what: "The port-forward did not start.",
            why: "The server URL of context '\(Redaction.cleaned(name))', \(Redaction.cleaned(server.description)), "
                + "is not on this machine, so it names no local port.",
            next: "Set it:  noetl context update \(shellWord(name)) --server-url=http://localhost:8082",
            nextOnScreen: "Set one like http://localhost:8082 in the context's settings.")
    }
}
