import Glibc

/// Ports on 127.0.0.1 that nobody uses, each given out once in a run.
///
/// They lie below the range that the system picks from, so that no outgoing connection takes one meanwhile.
public enum FreePort {
    private static let range = 20_000..<32_000
    private static let cursor = Guarded(Int.random(in: range))

    /// A port for one test.
    public static func next() -> Int {
        while true {
            let port = cursor.with { cursor in
                cursor = cursor + 1 < range.upperBound ? cursor + 1 : range.lowerBound
                return cursor
            }
            if isFree(port) { return port }
        }
    }

    /// Whether a server could bind the port now.
    public static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // As servers do: connections in TIME_WAIT do not count, a listener does.
        var isReused: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Whether the port that this process listened at comes free; waits until it does, or until the test's time is over.
    ///
    /// A program that another test starts at this moment holds all our descriptors until it is executed, so a port that
    /// was closed right now may be taken for another instant. What another process listens at is free when it is.
    public static func isGivenBack(_ port: Int) async -> Bool {
        while !isFree(port) {
            if Task.isCancelled { return false }
            await Task.yield()
        }
        return true
    }
}
