import Glibc
import NIOCore
import NIOPosix

/// A port of this machine that a tunnel wants.
enum LocalPort {
    /// Tries the port on both loopback addresses, as kubectl will.
    ///
    /// - Throws: `port_in_use` when somebody listens there, `usage` when it needs privileges.
    static func check(for forward: PortForward) async throws(NoetlError) {
        for address in ["127.0.0.1", "::1"] {
            switch await fault(binding: address, forward.localPort) {
            case EADDRINUSE: throw taken(address, forward)
            case EACCES: throw privileged(forward)
            // No fault; or an address that this machine does not have, and kubectl does without.
            default: continue
            }
        }
    }

    private static func fault(binding address: String, _ port: Int) async -> CInt? {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1).bind(host: address, port: port).get()
            try await channel.close()
            return nil
        } catch {
            return (error as? IOError)?.errnoCode
        }
    }

    private static func taken(_ address: String, _ forward: PortForward) -> NoetlError {
        NoetlError(
            .portInUse, what: "The port-forward of context '\(Redaction.cleaned(forward.name))' did not start.",
            why: "Port \(forward.localPort) on \(address) is taken by another program.",
            next: "Find that program:  ss -ltnp 'sport = :\(forward.localPort)'")
    }

    private static func privileged(_ forward: PortForward) -> NoetlError {
        NoetlError(
            .usage, what: "The port-forward of context '\(Redaction.cleaned(forward.name))' did not start.",
            why: "Port \(forward.localPort) needs privileges, as all below 1024 do.",
            next:
                "Take a higher one:  noetl context update \(shellWord(forward.name)) --server-url=http://localhost:8082",
            nextOnScreen: "Take a higher one in the context's settings, as in http://localhost:8082.")
    }
}
