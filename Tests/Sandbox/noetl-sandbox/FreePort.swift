import ArgumentParser
import NIOCore
import NIOPosix

/// Names a TCP port of 127.0.0.1 that nobody listens on, for scripts that must tell it to two programs.
struct FreePort: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "free-port", abstract: "Print a free port of 127.0.0.1.",
        discussion: "Example: noetl-sandbox --redirect-uri http://127.0.0.1:$(noetl-sandbox free-port)/callback")

    mutating func run() async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port
        try await channel.close()
        guard let port else { throw ExitCode.failure }
        print(port)
    }
}
