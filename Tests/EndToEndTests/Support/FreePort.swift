import Foundation

/// Ports of 127.0.0.1 for listeners of the program under test, each handed out once.
enum FreePort {
    private static let lock = NSLock()
    nonisolated(unsafe) private static var last = 20_000 + Int(getpid()) % 5_000

    /// Thrown when all are taken.
    struct NoneFree: Error {}

    /// A port that nobody listens on, below those that the system gives to clients.
    static func next() throws -> Int {
        try lock.withLock {
            for _ in 0..<5_000 {
                last += 1
                if isFree(last) { return last }
            }
            throw NoneFree()
        }
    }

    /// Whether a listener can have the port.
    static func isFree(_ port: Int) -> Bool {
        guard let holder = PortHolder(port) else { return false }
        withExtendedLifetime(holder) {}
        return true
    }
}

/// Somebody who listens on a port of 127.0.0.1, as long as it lives.
final class PortHolder {
    private let descriptor: Int32

    /// Takes the port; nil when it is taken.
    init?(_ port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(descriptor, 1) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
