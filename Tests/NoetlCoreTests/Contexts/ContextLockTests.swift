import Foundation
import Glibc
import Testing

@testable import NoetlCore

/// Writers take turns, and nobody's change is lost.
@Suite struct ContextLockTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func store(patience: Duration) -> ContextStore {
        ContextStore(file: folder.file("config.yaml"), ownFolder: nil, patience: patience)
    }

    @Test("a lock that is not let go is an error that names its holder", arguments: ["4711\n", "", "rubbish"])
    func held(_ content: String) throws {
        try folder.write("contexts: {}\n", to: "config.yaml")
        try folder.write(content, to: "config.yaml.lock")
        let holder = open(folder.file("config.yaml.lock").path, O_RDWR | O_CLOEXEC)
        defer { close(holder) }
        #expect(flock(holder, LOCK_EX) == 0)
        let error = #expect(throws: NoetlError.self) { try store(patience: .milliseconds(20)).edit { _ in } }
        #expect(error?.code == .configUnwritable)
        #expect(error?.why.hasPrefix(content.hasPrefix("4") ? "Process 4711 holds" : "Another program holds") ?? false)
        #expect(try store(patience: .milliseconds(20)).load() == Contexts())
        #expect(try folder.text(of: "config.yaml.lock") == content)
    }

    @Test("the lock tells our process while we have it, and nobody after")
    func pid() throws {
        let inside = try store(patience: .seconds(30)).edit { _ in try? folder.text(of: "config.yaml.lock") }
        #expect(inside == "\(getpid())\n")
        #expect(try folder.text(of: "config.yaml.lock").isEmpty)
        #expect(folder.mode(of: "config.yaml.lock") == 0o600)
    }

    @Test("8 writers with 50 edits each lose nothing, and readers never see half a file", .timeLimit(.minutes(2)))
    func concurrency() async throws {
        let store = store(patience: .seconds(60))
        // Threads of their own: the pool has few, and these block.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { try await onThread { try Self.write(50, as: writer, to: store) } }
            }
            try await group.waitForAll()
        }
        let names = Set(try store.load().all.map(\.name))
        #expect(names == Set((0..<8).flatMap { writer in (0..<50).map { "w\(writer)-\($0)" } }))
    }

    private static func write(_ count: Int, as writer: Int, to store: ContextStore) throws {
        for index in 0..<count {
            try store.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.serverURL: .set("http://\(index)")]), to: "w\(writer)-\(index)")
            }
            _ = try store.load()
        }
    }
}

/// Runs `work` on a thread of its own.
private func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
